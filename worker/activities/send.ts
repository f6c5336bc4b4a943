/** Posts a packet to its provider, and retries where that makes sense, unless the packet is no longer to be sent. */
import { setTimeout as pause } from 'node:timers/promises'
import { ApplicationFailure } from '@temporalio/common'
import { type HandOverResult, handOver } from '@/lib/carrier/hand-over'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { sealToken } from '@/lib/carrier/token'
import type { HandOverMessage } from '@/lib/contract/carrier'
import { attemptId, type HandedOver, type HandOverOrder } from '@/lib/contract/workflows'
import type { ProviderAnswer } from '@/lib/packet/events'
import type { ClaimedPacket } from '@/lib/store/hand-overs'
import type { SpanOptions } from '@/lib/tracing/span'
import { currentTrace, isSameTrace, traced } from '@/lib/tracing/tracing'
import type { ActivityContext } from './context'
import { handOverLimitMs, targetOf } from './provider-call'

const pausesMs = [250, 500]

export interface Letter {
  order: HandOverOrder
  packet: ClaimedPacket
  /** A worker that was lost may have sent this attempt already. */
  again: boolean
}

export interface Sent extends HandedOver {
  answer: ProviderAnswer
  /** A receipt or something else has settled the attempt, so this answer says nothing final about the provider. */
  isSettled: boolean
}

/**
 * Resolves to the provider's answer. Rejects only if this worker is stopped before the provider's last answer: the
 * attempt is then handed over again, with the same `webhook-id`.
 *
 * @param stop aborts when this worker stops
 */
export function send(
  provider: ConfiguredProvider,
  letter: Letter,
  context: ActivityContext,
  stop: AbortSignal,
): Promise<Sent> {
  return traced(
    'hand over',
    () => spanOf(provider.name, letter),
    async (span) => {
      const sent = await sendInTrace(provider, letter, { context, stop, trace: span?.traceparent })
      span?.set({ 'waybill.answer': sent.answer.kind, 'waybill.tries': sent.tries })
      if (sent.answer.kind !== 'accepted') span?.fail(sent.answer.kind)
      return sent
    },
  )
}

/** A span in the trace of the packet itself, as the activity may carry packets of many traces. */
function spanOf(provider: string, { order, packet }: Letter): SpanOptions {
  const around = currentTrace()
  const attributes = {
    'waybill.packet': order.packetId,
    'waybill.attempt': order.attempt,
    'waybill.provider': provider,
  }
  if (packet.trace === null || isSameTrace(packet.trace, around)) return { kind: 'client', attributes }
  return { kind: 'client', parent: packet.trace, links: [around], attributes }
}

async function sendInTrace(
  provider: ConfiguredProvider,
  { order, packet, again }: Letter,
  { context, stop, trace }: { context: ActivityContext; stop: AbortSignal; trace: string | undefined },
): Promise<Sent> {
  const sentAt = Date.now()
  const message = await messageOf(order, packet, { sentAt, provider: provider.name, context, trace })
  const target = { ...targetOf(provider), traceparent: trace }
  const endsAt = performance.now() + handOverLimitMs(order.receiptTimeoutMs)
  let mayHaveArrived = again
  for (let tries = 1; ; tries++) {
    const limits = { limitMs: endsAt - performance.now(), stop, fresh: tries > 1 }
    const result = await handOver(target, attemptId(order), message, limits)
    mayHaveArrived ||= result.answer.kind === 'unreachable' && result.answer.mayHaveArrived
    const pauseMs = pauseAfter(result, tries)
    const goesOn =
      pauseMs !== null && performance.now() + pauseMs < endsAt && (await pauseUnlessStopped(pauseMs, stop))
    if (result.answer.kind === 'unreachable' && stop.aborted) throw workerStopped()
    const { packetId, attempt } = order
    const answer = withEarlierTries(result.answer, mayHaveArrived)
    const sent = { packetId, attempt, answer, excerpt: result.excerpt, tries, sentAt, isSettled: false }
    if (!goesOn) return sent
    // A receipt may have come before the answer of a failed try.
    if (!(await isAwaited(order, context))) return { ...sent, isSettled: true }
    if (packet.expiresAt !== null && Date.now() >= packet.expiresAt) return sent
  }
}

/** If this is unknown, assume that it is: a duplicate under the same `webhook-id` costs less than a lost packet. */
function isAwaited({ packetId, attempt }: HandOverOrder, { handOvers }: ActivityContext): Promise<boolean> {
  return handOvers.isAwaited(packetId, attempt).catch(() => true)
}

/** Blames no provider: Temporal has another worker finish the rest. */
export function workerStopped(): ApplicationFailure {
  const message = 'This worker stops; another one goes on with what it has not finished.'
  return ApplicationFailure.create({ message, type: 'WorkerStopped' })
}

/** Null when the answer is final. */
function pauseAfter({ answer, retryAfterMs, isStale }: HandOverResult, tries: number): number | null {
  const pauseMs = pausesMs[tries - 1]
  if (answer.kind !== 'unreachable' || pauseMs === undefined) return null
  return isStale ? 0 : Math.max(pauseMs, retryAfterMs ?? 0)
}

function pauseUnlessStopped(ms: number, signal: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal }).catch(() => false)
}

async function messageOf(
  { packetId, attempt, receiptTimeoutMs }: HandOverOrder,
  packet: ClaimedPacket,
  {
    sentAt,
    provider,
    context,
    trace,
  }: { sentAt: number; provider: string; context: ActivityContext; trace: string | undefined },
): Promise<HandOverMessage> {
  const { source, destination } = packet
  const contents = Buffer.from(packet.contents).toString('base64')
  const deadline = sentAt + receiptTimeoutMs
  const traceOf = trace === undefined ? {} : { trace }
  const token = await sealToken({ packetId, attempt, provider, deadline, ...traceOf }, context.tokenKeys)
  const { callbackUrl } = context
  const until = new Date(deadline).toISOString()
  return { packetId, attempt, source, destination, contents, callbackUrl, token, deadline: until }
}

/** A later try that never connected or was rejected does not prove that an earlier try did not arrive. */
function withEarlierTries(answer: ProviderAnswer, mayHaveArrived: boolean): ProviderAnswer {
  return answer.kind === 'accepted' ? answer : { ...answer, mayHaveArrived }
}
