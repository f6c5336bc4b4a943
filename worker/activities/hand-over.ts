import { setMaxListeners } from 'node:events'
import { activityInfo, Context, heartbeat, log } from '@temporalio/activity'
import { CancelledFailure } from '@temporalio/common'
import { Reachability } from '@/lib/carrier/reachability'
import type { HandedOver, HandOverOrder, HandOverOrders } from '@/lib/contract/workflows'
import type { ActivityContext } from './context'
import { HandOverQueue } from './hand-over-queue'
import { workerStop } from './provider-call'
import { Report } from './report'
import { type Letter, type Sent, send } from './send'

const heartbeatMs = 500

/**
 * Worker options: by default the SDK holds heartbeats back for 0.8 of the heartbeat time-out. This throttle is shorter
 * than the heartbeat interval, so each heartbeat is sent at once.
 */
export const heartbeatThrottle = {
  maxHeartbeatThrottleInterval: heartbeatMs / 2,
  defaultHeartbeatThrottleInterval: heartbeatMs / 2,
}

/**
 * Hands packets over to one provider, each when its turn comes. Returns the results that the workflow was not told of
 * before. A failed connection, a 5xx or a 429 is retried twice, after a short pause and no sooner than `Retry-After`
 * says. Every try, also after a worker was lost, has the attempt's own `webhook-id`. When no provider at all can be
 * reached, the answer is `outage`.
 */
export function createHandOver(context: ActivityContext) {
  const reachability = new Reachability()
  const queues = new Map<string, HandOverQueue>()

  function queueOf(name: string): HandOverQueue {
    const known = queues.get(name)
    if (known !== undefined) return known
    const queue = new HandOverQueue(name, providerNamed(name, context), context)
    queues.set(name, queue)
    return queue
  }

  return async function handOver({ provider, orders }: HandOverOrders): Promise<HandedOver[]> {
    const activity = Context.current()
    const signals = { unwanted: activity.cancellationSignal, stop: workerStop() }
    // Every order of the pool adds listeners to these signals.
    setMaxListeners(0, signals.unwanted, signals.stop)
    const { workflowExecution, priority } = activityInfo()
    const queue = queueOf(provider)
    const beating = setInterval(() => heartbeat(), heartbeatMs)
    const report = new Report(orders.length, (answers) =>
      context.tellHandedOver(workflowExecution?.workflowId ?? '', answers),
    )
    try {
      const ends = await Promise.allSettled(orders.map((order) => handOverOne(order, signals)))
      const unfinished = ends.find((end) => end.status === 'rejected')
      if (unfinished === undefined) return await report.rest()
      // Temporal retries the rest; the workflow is told now of the answers that are known.
      await report.tellNow()
      if (activity.cancellationDetails?.cancelRequested) throw new CancelledFailure('No more is to be sent.')
      throw unfinished.reason
    } finally {
      clearInterval(beating)
    }

    async function handOverOne(order: HandOverOrder, { unwanted, stop }: typeof signals): Promise<void> {
      const turn = await queue.turn(order, unwanted, priority)
      if ('handedOver' in turn) return report.add(turn.handedOver)
      try {
        const handedOver = await sendTo(provider, turn.letter, stop).catch((error: unknown) => {
          if (stop.aborted) throw error
          return failed(turn.letter, error)
        })
        report.add(handedOver)
        await queue.answered(handedOver, stop)
      } finally {
        queue.free()
      }
    }
  }

  async function sendTo(name: string, letter: Letter, stop: AbortSignal): Promise<HandedOver> {
    const provider = providerNamed(name, context)
    if (provider === undefined) return notConfigured(letter)
    const { isSettled, ...sent } = await send(provider, letter, context, stop)
    if (isSettled) return sent
    const isOurs = neverAnswered(sent) && !(await reachability.anyOf(context.providers.map(({ url }) => url)))
    if (isOurs) return asOutage(sent)
    context.breakers.note(provider, sent.answer)
    return sent
  }
}

function providerNamed(name: string, { providers }: ActivityContext) {
  return providers.find((candidate) => candidate.name === name)
}

type Answered = Omit<Sent, 'isSettled'>

function neverAnswered({ answer }: Answered): boolean {
  return answer.kind === 'unreachable' && answer.status === null
}

function asOutage(sent: Answered): HandedOver {
  const { answer, ...rest } = sent
  if (answer.kind !== 'unreachable') return sent
  const { reason, mayHaveArrived } = answer
  return { ...rest, answer: { kind: 'outage', reason, mayHaveArrived } }
}

/** A fault of ours with this one packet. It must not hold up the other packets of the activity. */
function failed({ order: { packetId, attempt } }: Letter, error: unknown): HandedOver {
  log.error('a hand-over failed unexpectedly', { packetId, attempt, error })
  const reason = {
    code: 'HAND_OVER_FAILED',
    error: error instanceof Error ? error.message : String(error),
  } as const
  const answer = { kind: 'unreachable', status: null, latencyMs: null, reason, mayHaveArrived: true } as const
  return { packetId, attempt, answer, excerpt: '', tries: 0 }
}

function notConfigured({ order: { packetId, attempt }, again }: Letter): HandedOver {
  const reason = { code: 'NOT_CONFIGURED' } as const
  const answer = {
    kind: 'unreachable',
    status: null,
    latencyMs: null,
    reason,
    mayHaveArrived: again,
  } as const
  return { packetId, attempt, answer, excerpt: '', tries: 0 }
}
