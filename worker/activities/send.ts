/** Posts a packet to its provider, again where that is worth it, unless nobody wants it sent any more. */
import { setTimeout as pause } from 'node:timers/promises'
import { activityInfo, Context } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { type HandOverResult, type HandOverTarget, handOver } from '@/lib/carrier/hand-over'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { sealToken } from '@/lib/carrier/token'
import { attemptId } from '@/lib/contract/attempt-id'
import type { HandOverMessage } from '@/lib/contract/carrier'
import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import type { ActivityContext } from './context'
import { handOverLimitMs, targetOf, workerStop } from './provider-call'

const pausesMs = [250, 500]

/** `isSettled`: something else has settled the attempt, so that this is not its provider's last word. */
type Sent = TransmitEvidence & { isSettled?: true }

/**
 * Resolves to the provider's answer, or to `unsent`. Once anything was sent it rejects only when this worker is stopped
 * before the provider's last word.
 */
export async function send(
  provider: ConfiguredProvider,
  order: TransmitOrder,
  context: ActivityContext,
): Promise<Sent> {
  // While the store is away this fails, and Temporal tries it again: nothing was sent.
  const packet = await context.handOvers.sendable(order.packetId)
  if (packet === null || packet.contents === null) return contentsLost
  const sentAt = Date.now()
  const message = await messageOf(order, { ...packet, contents: packet.contents }, sentAt, context)
  const isAwaited = () => attemptIsAwaited(order, context)
  if (wasBegunBefore(order) && !(await isAwaited())) return settledBefore
  // From here to the request nothing is waited for, so that what is withdrawn before it leaves does not leave.
  return whyUnsent(order) ?? post(targetOf(provider), order, { message, sentAt, isAwaited })
}

interface Letter {
  message: HandOverMessage
  sentAt: number
  isAwaited: () => Promise<boolean>
}

async function post(target: HandOverTarget, order: TransmitOrder, letter: Letter): Promise<Sent> {
  const { message, sentAt, isAwaited } = letter
  const endsAt = performance.now() + handOverLimitMs(order.receiptTimeoutMs)
  const stop = workerStop()
  let mayHaveArrived = wasBegunBefore(order)
  for (let tries = 1; ; tries++) {
    const limits = { limitMs: endsAt - performance.now(), stop, fresh: tries > 1 }
    const result = await handOver(target, attemptId(order), message, limits)
    mayHaveArrived ||= result.answer.kind === 'unreachable' && result.answer.mayHaveArrived
    const pauseMs = pauseAfter(result, tries)
    const goesOn =
      pauseMs !== null && performance.now() + pauseMs < endsAt && (await pauseUnlessEnded(pauseMs))
    if (result.answer.kind === 'unreachable' && stop.aborted) throw workerStopped(order)
    const sent = evidence(result, { tries, mayHaveArrived, sentAt })
    if (!goesOn) return sent
    // Its receipt may have come before such an answer.
    if (!(await isAwaited())) return { ...sent, isSettled: true }
    if (whyUnsent(order) !== null) return sent
  }
}

/** Without an answer it is waited for: a copy under the same `webhook-id` costs less than a packet. */
function attemptIsAwaited(
  { packetId, attempt }: TransmitOrder,
  { handOvers }: ActivityContext,
): Promise<boolean> {
  return handOvers.isAwaited(packetId, attempt).catch(() => true)
}

const contentsLost: Sent = { ...unsentFor('lost'), isSettled: true }

/** Its receipt has come, or it is not waited for any more. */
const settledBefore: Sent = {
  ...unsentFor('withdrawn'),
  isSettled: true,
}

/** Why nothing may be sent now; null as long as it may. */
export function whyUnsent({ expiresAt }: TransmitOrder): TransmitEvidence | null {
  if (Context.current().cancellationDetails?.cancelRequested) return unsentFor('withdrawn')
  if (expiresAt !== undefined && Date.now() >= expiresAt) return unsentFor('expired')
  return null
}

/** By a worker that was lost since, so that nobody knows how far it got. */
export function wasBegunBefore({ repeatsUnsentOnly }: TransmitOrder): boolean {
  return !repeatsUnsentOnly && activityInfo().attempt > 1
}

function unsentFor(why: 'withdrawn' | 'expired' | 'lost'): TransmitEvidence {
  return { answer: { kind: 'unsent', why }, excerpt: '', tries: 0 }
}

/**
 * Blames nobody: it is handed over again with the same `webhook-id`. By Temporal, unless the order lets it repeat only
 * what was never sent; said here, because retry policies of orders under way do not know of it.
 */
function workerStopped({ provider, repeatsUnsentOnly }: TransmitOrder): ApplicationFailure {
  const message = `This worker was stopped during the hand-over to ${provider}; it is made again.`
  return ApplicationFailure.create({
    message,
    type: 'WorkerStopped',
    nonRetryable: repeatsUnsentOnly ?? false,
  })
}

/** Null when the answer is final. */
function pauseAfter({ answer, retryAfterMs, isStale }: HandOverResult, tries: number): number | null {
  const pauseMs = pausesMs[tries - 1]
  if (answer.kind !== 'unreachable' || pauseMs === undefined) return null
  return isStale ? 0 : Math.max(pauseMs, retryAfterMs ?? 0)
}

/** False when this worker stops, or another try is not wanted. */
async function pauseUnlessEnded(ms: number): Promise<boolean> {
  return pause(ms, true, { signal: Context.current().cancellationSignal }).catch(() => false)
}

async function messageOf(
  order: TransmitOrder,
  packet: { source: string; destination: string; contents: Uint8Array },
  sentAt: number,
  context: ActivityContext,
): Promise<HandOverMessage> {
  const { packetId, attempt, provider } = order
  const { source, destination } = packet
  const contents = Buffer.from(packet.contents).toString('base64')
  const deadline = sentAt + order.receiptTimeoutMs
  const claims = { packetId, attempt, provider, deadline }
  const token = await sealToken(claims, context.tokenKeys)
  const { callbackUrl } = context
  const until = new Date(deadline).toISOString()
  return { packetId, attempt, source, destination, contents, callbackUrl, token, deadline: until }
}

/** A later try that never connected, or was rejected, does not undo an earlier one that may have arrived. */
function evidence(
  { answer, excerpt }: HandOverResult,
  { mayHaveArrived, ...sent }: { tries: number; mayHaveArrived: boolean; sentAt: number },
): TransmitEvidence {
  if (answer.kind !== 'unreachable' && answer.kind !== 'rejected') return { answer, excerpt, ...sent }
  return { answer: { ...answer, mayHaveArrived }, excerpt, ...sent }
}
