/** `POST /carriers/:name/transmit` and `…/transmit/recall`: the API that a real carrier would offer. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
import { handOverMessage, type RecallAnswer, recallMessage } from '@/lib/contract/carrier'
import type { Carriers } from './carriers'
import { methodNotAllowed } from './problem'
import { limitBody, type Recognition, receiveSigned } from './request'

type Env = { Bindings: HttpBindings }

interface TransmitParts extends Recognition {
  carriers: Carriers
  /** Aborts when the simulator stops; delayed answers are then sent at once. */
  stopping: AbortSignal
}

/** 256 KiB of contents as base64, and room for the other fields. */
const maxHandOverBytes = 512 * 1024
const maxRecallBytes = 16 * 1024

const reachable = handOverMessage.refine(({ callbackUrl }) => /^https?:\/\//i.test(callbackUrl), {
  path: ['callbackUrl'],
  error: 'It must be an http or https address.',
})

export function transmitRoutes(parts: TransmitParts): Hono<Env> {
  const app = new Hono<Env>()
  app.post('/:name/transmit', limitBody(maxHandOverBytes), async (c) => {
    const handOver = await receiveSigned(c, parts, reachable)
    const outcome = await parts.carriers.take(handOver)
    if (outcome.kind === 'networkError') return breakConnection(c)
    if (outcome.delayMs > 0) await holdBack(outcome.delayMs, parts.stopping)
    return answer(outcome)
  })
  app.all('/:name/transmit', methodNotAllowed('POST'))
  app.post('/:name/transmit/recall', limitBody(maxRecallBytes), async (c) => {
    const { provider, message } = await receiveSigned(c, parts, recallMessage)
    const recalled = await parts.carriers.recall(provider, message)
    return c.json({ recalled } satisfies RecallAnswer)
  })
  app.all('/:name/transmit/recall', methodNotAllowed('POST'))
  return app
}

/** Closes the socket without an answer, like a network failure. */
export function breakConnection(c: Context<{ Bindings: HttpBindings }>): Response {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

async function holdBack(delayMs: number, stopping: AbortSignal): Promise<void> {
  // Rejects only when the simulator stops, and then the answer is due at once.
  await sleep(delayMs, undefined, { signal: stopping }).catch(() => undefined)
}

const withoutBody: readonly number[] = [204, 205, 304]
const retryLater: readonly number[] = [429, 503]

function answer({ status, retryAfterSeconds }: { status: number; retryAfterSeconds: number }): Response {
  if (withoutBody.includes(status)) return new Response(null, { status })
  const headers = retryLater.includes(status) ? { 'retry-after': String(retryAfterSeconds) } : undefined
  return Response.json({ simulated: true, status }, { status, ...(headers && { headers }) })
}
