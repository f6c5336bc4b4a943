import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { Reachability } from '@/lib/carrier/reachability'
import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import { holdUp } from '@/lib/directory/sending'
import type { ActivityContext } from './context'
import { Gate } from './gate'
import { send, wasBegunBefore, whyUnsent } from './send'

const heartbeatMs = 500

/**
 * For the worker that runs it: left to itself, the SDK holds heartbeats back for 0.8 of the heartbeat time-out, and a
 * withdrawal, which comes with the answer to one, as long. Shorter than their interval, so that each goes out at once.
 */
export const heartbeatThrottle = {
  maxHeartbeatThrottleInterval: heartbeatMs / 2,
  defaultHeartbeatThrottleInterval: heartbeatMs / 2,
}

/** Together with the hand-over it must fit into the activity's time. */
const longestTurnMs = 4_000
const longestAwaySeconds = 10

/**
 * Hands the packet to a provider and returns what it answered. A connection that fails, a 5xx or a 429 is tried
 * again twice, briefly, and no sooner than `Retry-After` says; every try, also one after a worker was lost, has the
 * attempt's own `webhook-id`. When no provider at all can be reached, the answer is `outage`; when it is withdrawn or
 * expires before it is sent, `unsent`.
 */
export function createTransmit(context: ActivityContext) {
  const reachability = new Reachability()
  const gates = gatesOf(context)
  return async function transmit(order: TransmitOrder): Promise<TransmitEvidence> {
    const urls = context.providers.map(({ url }) => url)
    const provider = context.providers.find((candidate) => candidate.name === order.provider)
    if (provider === undefined) return notConfigured(order)
    const pausedBefore = await whyPaused(context, order)
    if (pausedBefore !== null) return pausedBefore
    const beating = setInterval(() => heartbeat(), heartbeatMs)
    const leave = await gates.get(provider.name)?.enter(longestTurnOf(order), cancellationSignal())
    try {
      // Its turn may have come seconds after the first look.
      const pausedMeanwhile = await whyPaused(context, order)
      const unsent = whyUnsent(order) ?? pausedMeanwhile
      if (unsent !== null) return unsent
      if (leave === null) throw overLimit(provider)
      const { isSettled, ...evidence } = await send(provider, order, context)
      if (isSettled) return evidence
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

/** Those who wait for their turn take at most half of the process, so that other providers' packets get past them. */
function gatesOf({ providers, atOnce }: ActivityContext): ReadonlyMap<string, Gate> {
  const limited = providers.filter(({ maxConcurrent, maxPerSecond }) => maxConcurrent ?? maxPerSecond)
  const mostWaiting = Math.max(1, Math.floor(atOnce / 2 / Math.max(1, limited.length)))
  return new Map(providers.map((provider) => [provider.name, new Gate(provider, mostWaiting)]))
}

/** Longer than to its expiry nobody has to wait to know that it is not sent. */
function longestTurnOf({ expiresAt }: TransmitOrder): number {
  const leftMs = expiresAt === undefined ? longestTurnMs : expiresAt - Date.now()
  return Math.max(0, Math.min(longestTurnMs, leftMs))
}

/**
 * Chosen before the pause, or held back by an outage, it waits like all others, and after a pause for its turn as they
 * do; an earlier try may have arrived. Null when it may go.
 */
async function whyPaused(
  { directory }: ActivityContext,
  order: TransmitOrder,
): Promise<TransmitEvidence | null> {
  const hold = holdUp(await directory.current(), order.packetId, Date.now())
  if (hold === null) return null
  const answer = { kind: 'paused', hold, mayHaveArrived: wasBegunBefore(order) } as const
  return { answer, excerpt: '', tries: 0 }
}

/**
 * Temporal gives it another turn, here or at another worker; the deadline counts from the hand-over itself. The longer
 * it has waited the more others must wait too, and the less often each of them asks.
 */
function overLimit({ name }: ConfiguredProvider): ApplicationFailure {
  const isStopping = cancellationSignal().aborted
  const message = isStopping
    ? `This worker stops; another one hands the packet to ${name}.`
    : `${name} is handed as many packets as its limits allow; this one waits for its turn.`
  const seconds = isStopping ? 1 : Math.min(activityInfo().attempt, longestAwaySeconds)
  return ApplicationFailure.create({ message, type: 'OverLimit', nextRetryDelay: seconds * 1000 })
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

function notConfigured(order: TransmitOrder): TransmitEvidence {
  const answer = {
    kind: 'unreachable',
    status: null,
    latencyMs: null,
    reason: { code: 'NOT_CONFIGURED' },
    mayHaveArrived: wasBegunBefore(order),
  } as const
  return { answer, excerpt: '', tries: 0 }
}
