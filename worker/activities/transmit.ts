import { setTimeout as pause } from 'node:timers/promises'
import { activityInfo, heartbeat } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { type HandOverResult, handOver } from '@/lib/carrier/hand-over'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { Reachability } from '@/lib/carrier/reachability'
import { sealToken } from '@/lib/carrier/token'
import { attemptId } from '@/lib/contract/attempt-id'
import type { HandOverMessage } from '@/lib/contract/carrier'
import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import type { ActivityContext } from './context'
import { Gate } from './gate'
import { handOverLimitMs, ownRun, signalWithin, targetOf } from './provider-call'

const pausesMs = [250, 500]
const heartbeatMs = 500
/** Together with the hand-over it must fit into the activity's time. */
const longestTurnMs = 4_000

/**
 * Hands the packet to a provider and returns what it answered. A connection that fails, a 5xx or a 429 is tried
 * again twice, briefly, and no sooner than `Retry-After` says; every try, also one after a worker was lost, has the
 * attempt's own `webhook-id`. When no provider at all can be reached, the answer is `outage`.
 */
export function createTransmit(context: ActivityContext) {
  const reachability = new Reachability()
  const gates = new Map(context.providers.map((provider) => [provider.name, new Gate(provider)]))
  return async function transmit(order: TransmitOrder): Promise<TransmitEvidence> {
    const urls = context.providers.map(({ url }) => url)
    const provider = context.providers.find((candidate) => candidate.name === order.provider)
    if (provider === undefined) return notConfigured()
    const { paused } = await context.directory.current()
    if (paused !== null) return keptBack(paused.reason)
    const beating = setInterval(() => heartbeat(), heartbeatMs)
    const leave = await gates.get(provider.name)?.enter(longestTurnMs)
    try {
      if (leave === null) throw overLimit(provider)
      const evidence = await transmitTo(provider, order, context)
      const isOurs = neverAnswered(evidence) && !(await reachability.anyOf(urls))
      const told = isOurs ? asOutage(evidence) : evidence
      context.breakers.note(provider, told.answer)
      return told
    } finally {
      leave?.()
      clearInterval(beating)
    }
  }
}

/** Chosen before the pause, or held back by an outage, it waits like all others; an earlier try may have arrived. */
function keptBack(reason: string): TransmitEvidence {
  const answer = { kind: 'outage', why: 'paused', reason, mayHaveArrived: wasBegunBefore() } as const
  return { answer, excerpt: '', tries: 0 }
}

/** By a worker that was lost since: nobody knows how far it got. */
function wasBegunBefore(): boolean {
  return activityInfo().attempt > 1
}

/** Temporal gives it another turn, here or at another worker; the deadline counts from the hand-over itself. */
function overLimit({ name }: ConfiguredProvider): ApplicationFailure {
  const message = `${name} is handed as many packets as its limits allow; this one waits for its turn.`
  return ApplicationFailure.create({ message, type: 'OverLimit', nextRetryDelay: '1 second' })
}

async function transmitTo(
  provider: ConfiguredProvider,
  order: TransmitOrder,
  context: ActivityContext,
): Promise<TransmitEvidence> {
  const runId = ownRun()
  const webhookId = attemptId({ runId, attempt: order.attempt })
  const message = await messageOf(order, runId, context)
  const limitMs = handOverLimitMs(order.receiptTimeoutMs)
  const endsAt = performance.now() + limitMs
  const signal = signalWithin(limitMs)
  const target = targetOf(provider)
  let mayHaveArrived = wasBegunBefore()
  for (let tries = 1; ; tries++) {
    const result = await handOver(target, webhookId, message, signal)
    mayHaveArrived ||= result.answer.kind === 'unreachable' && result.answer.mayHaveArrived
    const pauseMs = pauseAfter(result, tries)
    const leftMs = endsAt - performance.now()
    const goesOn = pauseMs !== null && pauseMs < leftMs && (await pauseWithin(pauseMs, signal))
    if (!goesOn) return evidence(result, tries, mayHaveArrived)
  }
}

/** Null when the answer is final. */
function pauseAfter({ answer, retryAfterMs }: HandOverResult, tries: number): number | null {
  const pauseMs = pausesMs[tries - 1]
  if (answer.kind !== 'unreachable' || pauseMs === undefined) return null
  return Math.max(pauseMs, retryAfterMs ?? 0)
}

/** False when the time for the hand-over is used up. */
async function pauseWithin(ms: number, signal: AbortSignal): Promise<boolean> {
  return pause(ms, true, { signal }).catch(() => false)
}

async function messageOf(
  order: TransmitOrder,
  runId: string,
  context: ActivityContext,
): Promise<HandOverMessage> {
  const { packetId, attempt, provider, source, destination, contents } = order
  const sealedAt = Date.now()
  const deadline = sealedAt + order.receiptTimeoutMs
  const claims = { packetId, runId, attempt, provider, deadline, sealedAt }
  const token = await sealToken(claims, context.tokenKeys)
  const { callbackUrl } = context
  const until = new Date(deadline).toISOString()
  return { packetId, attempt, source, destination, contents, callbackUrl, token, deadline: until }
}

/** A later try that never connected does not undo an earlier one that may have arrived. */
function evidence(result: HandOverResult, tries: number, mayHaveArrived: boolean): TransmitEvidence {
  const { answer, excerpt } = result
  if (answer.kind !== 'unreachable') return { answer, excerpt, tries }
  return { answer: { ...answer, mayHaveArrived }, excerpt, tries }
}

function neverAnswered({ answer, tries }: TransmitEvidence): boolean {
  return answer.kind === 'unreachable' && answer.status === null && tries > 0
}

function asOutage(evidence: TransmitEvidence): TransmitEvidence {
  const { answer } = evidence
  if (answer.kind !== 'unreachable') return evidence
  const { reason, mayHaveArrived } = answer
  return { ...evidence, answer: { kind: 'outage', reason, mayHaveArrived } }
}

function notConfigured(): TransmitEvidence {
  const reason = 'it is not configured any more'
  const answer = {
    kind: 'unreachable',
    status: null,
    latencyMs: null,
    reason,
    mayHaveArrived: wasBegunBefore(),
  } as const
  return { answer, excerpt: '', tries: 0 }
}
