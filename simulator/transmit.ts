/** `POST /carriers/:name/transmit`: what a real carrier's own service would offer. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { verifyMessage } from '@/lib/carrier/signature'
import { handOverMessage } from '@/lib/contract/carrier'
import type { Carriers } from './carriers'
import { methodNotAllowed } from './method-not-allowed'
import { SimulatorProblem } from './problem'
import { limitBody, parseJson, readText } from './request-body'
import type { Stats } from './stats'

type Env = { Bindings: HttpBindings }

interface TransmitParts {
  /** The secrets a provider's hand-overs may be signed with; undefined for a provider not configured. */
  secretsOf: (provider: string) => readonly string[] | undefined
  carriers: Carriers
  stats: Stats
  /** Aborted when the simulator stops; answers that are held back then go out at once. */
  stopping: AbortSignal
}

/** 256 KiB of contents as base64, and room for the rest. */
const maxHandOverBytes = 512 * 1024

export function transmitRoutes(parts: TransmitParts): Hono<Env> {
  const app = new Hono<Env>()
  app.post('/:name/transmit', limitBody(maxHandOverBytes), async (c) => {
    const handOver = await receive(c, parts)
    const outcome = await parts.carriers.take(handOver)
    if (outcome.kind === 'networkError') return breakConnection(c)
    if (outcome.delayMs > 0) await holdBack(outcome.delayMs, parts.stopping)
    return answer(outcome.status)
  })
  app.all('/:name/transmit', methodNotAllowed('POST'))
  return app
}

async function receive(c: Context<Env>, { secretsOf, stats }: TransmitParts) {
  const provider = c.req.param('name') ?? ''
  const secrets = secretsOf(provider)
  if (secrets === undefined)
    throw new SimulatorProblem('UNKNOWN_PROVIDER', 'This provider is not configured.')
  const counts = stats.of(provider)
  try {
    const text = await readText(c)
    const webhookId = verify(c, text, secrets)
    const message = parseJson(text, handOverMessage)
    if (!/^https?:\/\//i.test(message.callbackUrl)) {
      throw new SimulatorProblem('INVALID_REQUEST', 'callbackUrl: it must be an http or https address.')
    }
    return { provider, webhookId, message }
  } catch (error) {
    const unauthenticated = error instanceof SimulatorProblem && error.code === 'UNAUTHENTICATED_HAND_OVER'
    counts[unauthenticated ? 'unauthenticated' : 'invalid'] += 1
    throw error
  }
}

function verify(c: Context<Env>, body: string, secrets: readonly string[]): string {
  const header = (name: string) => c.req.header(name) ?? null
  const headers = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  }
  const verification = verifyMessage({ headers, body, secrets })
  if (!verification.ok) throw new SimulatorProblem('UNAUTHENTICATED_HAND_OVER', faults[verification.why])
  return verification.webhookId
}

const faults = {
  MISSING: 'A webhook-id, webhook-timestamp or webhook-signature is missing or malformed.',
  STALE: 'The webhook-timestamp is more than five minutes from now.',
  BAD_SIGNATURE: 'The signature is not made with the secret of this provider.',
} as const

function breakConnection(c: Context<Env>): Response {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

async function holdBack(delayMs: number, stopping: AbortSignal): Promise<void> {
  // Only stopping ends it early, and then the answer is due.
  await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined)
}

const withoutBody: readonly number[] = [204, 205, 304]
const retryLater: readonly number[] = [429, 503]

function answer(status: number): Response {
  if (withoutBody.includes(status)) return new Response(null, { status })
  const headers = retryLater.includes(status) ? { 'retry-after': '1' } : undefined
  return Response.json({ simulated: true, status }, { status, ...(headers && { headers }) })
}
