/** Waybill's carrier protocol: takes signed hand-overs, sends each packet once, and sends signed receipts. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'

const recallMessage = z.object({
  packetId: z.string().max(128),
  attempt: z.int(),
  token: z.string().max(2048),
})
const handOverMessage = recallMessage.extend({
  source: z.string(),
  destination: z.string(),
  contents: z.base64(),
  callbackUrl: z.url({ protocol: /^https?$/ }),
  deadline: z.iso.datetime(),
})

export type HandOver = z.infer<typeof handOverMessage>

export interface Provider {
  /** Resolves once the packet's outcome is known. When it rejects, Waybill gets no receipt. */
  deliver: (packet: HandOver) => Promise<Outcome>
  /** Whether the packet was not sent and will not be; `false` when that is not certain. */
  stop: (packetId: string, attempt: number) => Promise<boolean>
}

/** The outcome that Waybill is told; `reason` explains a failure. */
export interface Outcome {
  delivered: boolean
  reason?: string
  providerReference?: string
}

export interface CarrierSettings {
  /** One secret, or two during rotation: all of Waybill's requests are signed with one of them. */
  handOverSecrets: readonly string[]
  receiptSecret: string
  provider: Provider
  /** Stops repeating receipts when it is aborted. */
  closing: AbortSignal
}

export function createCarrier({ handOverSecrets, receiptSecret, provider, closing }: CarrierSettings): Hono {
  // In memory for brevity. Keep in a database, written before the answer: which ids were taken, which packets were
  // stopped, and which receipts are still to be sent.
  const taken = new Map<string, { packetId: string; attempt: number; stopped: boolean }>()
  const signer = new Webhook(receiptSecret)
  const verifiers = handOverSecrets.map((secret) => new Webhook(secret))
  const app = new Hono().use(bodyLimit({ maxSize: 512 * 1024 }))

  app.post('/', async (c) => {
    const { webhookId, message } = await receive(c, verifiers, handOverMessage)
    // A known id is a copy, sent because Waybill lost the first answer. It gets the same answer and is not sent again.
    if (!taken.has(webhookId)) void take(webhookId, message)
    return c.json({ accepted: true }, 202)
  })

  app.post('/recall', async (c) => {
    const { packetId, attempt } = (await receive(c, verifiers, recallMessage)).message
    const job = [...taken.values()].find((each) => each.packetId === packetId && each.attempt === attempt)
    if (job !== undefined) job.stopped ||= await provider.stop(packetId, attempt)
    return c.json({ recalled: job?.stopped ?? false })
  })

  async function take(webhookId: string, packet: HandOver): Promise<void> {
    const { packetId, attempt, token, callbackUrl } = packet
    const job = { packetId, attempt, stopped: false }
    taken.set(webhookId, job)
    if (taken.size > 100_000) taken.delete([...taken.keys()][0] ?? '')
    const outcome = await provider.deliver(packet).catch(() => null)
    if (outcome === null || job.stopped) return
    await sendReceipt(callbackUrl, JSON.stringify({ token, ...outcome }), signer, closing)
  }

  return app
}

/** Verifies the signature over the raw bytes before the body is parsed. */
async function receive<S extends z.ZodType>(c: Context, verifiers: readonly Webhook[], schema: S) {
  const body = await c.req.text()
  if (!verifiers.some((each) => isSigned(each, body, c.req.header()))) {
    throw new HTTPException(401, { message: 'The signature is missing, wrong or too old.' })
  }
  try {
    const message: z.output<S> = schema.parse(JSON.parse(body))
    return { webhookId: c.req.header('webhook-id') ?? '', message }
  } catch {
    throw new HTTPException(400, { message: 'The message is not JSON or has another shape.' })
  }
}

function isSigned(verifier: Webhook, body: string, headers: Record<string, string>): boolean {
  try {
    return verifier.verify(body, headers, { jsonParse: false }) !== null
  } catch {
    return false
  }
}

/**
 * Repeats the receipt until it is taken or refused for good, always with the same id and body, each time signed anew.
 */
async function sendReceipt(url: string, body: string, signer: Webhook, closing: AbortSignal): Promise<void> {
  const id = `receipt-${randomUUID()}`
  for (let tries = 0; !closing.aborted; tries += 1) {
    const now = new Date()
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signer.sign(id, now, body),
    }
    const response = await post(url, headers, body, closing)
    if (response !== null && response.status < 500 && response.status !== 429) return
    const pauseMs = Math.min(30_000, 250 * 2 ** tries) * (0.5 + Math.random() / 2)
    await pause(pauseMs, undefined, { signal: closing }).catch(() => undefined)
  }
}

/** The answer's status; null when none came within 10 s or `closing` was aborted. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  closing: AbortSignal,
): Promise<Response | null> {
  // Not AbortSignal.timeout(): when only `AbortSignal.any` refers to it, it is garbage collected. A timer is not.
  const end = new AbortController()
  const limit = setTimeout(() => end.abort(), 10_000)
  const signal = AbortSignal.any([closing, end.signal])
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    await response.body?.cancel()
    return response
  } catch {
    return null
  } finally {
    clearTimeout(limit)
  }
}
