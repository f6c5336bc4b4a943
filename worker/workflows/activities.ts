/** The activities as workflows call them, each with the limits that fit it. */
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import {
  carrierQueue,
  type HandedOver,
  type HandOverOrders,
  notifyQueue,
  pausedQueue,
} from '@/lib/contract/workflows'
import type * as activities from '../activities'

type Activities = ReturnType<typeof activities.createActivities>

let before: Promise<unknown> = Promise.resolve()
let unanswered = 0

/**
 * Calls local activities one after the other. Those that run at the same time may be answered one by one at first, and
 * together on replay; what they wake would then go on in another order, and the workflow could not be replayed.
 */
export function inTurn<T>(call: () => Promise<T>): Promise<T> {
  unanswered++
  const called = before.then(call).finally(() => unanswered--)
  before = called.catch(() => undefined)
  return called
}

/** Whether all local activities have their answers. */
export function areAllAnswered(): boolean {
  return unanswered === 0
}

/**
 * Local, because a look-up is short and its result is recorded with the task that uses it. One try each: retries
 * inside a local activity show nowhere, so the workflow does them itself.
 */
export const routing = proxyLocalActivities<Pick<Activities, 'getRoute'>>({
  startToCloseTimeout: '1 second',
  retry: { maximumAttempts: 1 },
})

/**
 * Waits where nothing is given out while sending is paused: that costs Temporal nothing, whereas timers of many packets
 * would. A worker that gets it too early has it repeated.
 */
export const { getRouteOnceResumed } = proxyActivities<Pick<Activities, 'getRouteOnceResumed'>>({
  taskQueue: pausedQueue,
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '10 seconds' },
})

/**
 * A question to the routing service goes over the network, so it is a regular one: it holds up no workflow task. One
 * try each, as above. Its own limit is shorter, and ends it with a sentence; this one is for a worker that is lost.
 */
export const { getRouteFromService } = proxyActivities<Pick<Activities, 'getRouteFromService'>>({
  startToCloseTimeout: '4 seconds',
  retry: { maximumAttempts: 1 },
})

type Keeping = Pick<Activities, 'claim' | 'enter' | 'save' | 'withdraw'>

/** One quick try within the workflow's own task, as long as the store is as quick as it should be. */
export const quickly = proxyLocalActivities<Keeping>({
  startToCloseTimeout: '500 ms',
  scheduleToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
})

/** For as long as the store is away: it holds up no task of the workflow, and shows in Temporal's own pages. */
export const patiently = proxyActivities<Keeping & Pick<Activities, 'askSilence' | 'follow'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})

/** Goes on for as long as the batch does. A worker that is lost is missed by its heartbeats, and another one goes on. */
export const { carryRows } = proxyActivities<Pick<Activities, 'carryRows'>>({
  startToCloseTimeout: '365 days',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})

/** Likewise for as long as a bulk action does. */
export const { actOnMany } = proxyActivities<Pick<Activities, 'actOnMany'>>({
  startToCloseTimeout: '365 days',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})

/** For as long as the store is away. */
export const { submitOccurrence } = proxyActivities<Pick<Activities, 'submitOccurrence'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '10 seconds' },
})

/** Tried often enough to end soon after the greeting service is mended; given up before it is forgotten. */
export const { greet } = proxyActivities<Pick<Activities, 'greet'>>({
  startToCloseTimeout: '5 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 seconds' },
})

/** Short, and only a lost worker makes Temporal repeat it; without an answer the attempt stays open. */
export const { recall } = proxyActivities<Pick<Activities, 'recall'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumAttempts: 2 },
})

const handOverLimits = proxyActivities<Pick<Activities, 'handOver'>>({
  // Those that wait for their turn may wait for hours; a worker that is lost is noticed by its missing heartbeat.
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '2 seconds',
  retry: { initialInterval: '250 ms', backoffCoefficient: 2, maximumInterval: '10 seconds' },
  // What was sent still answers.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
})

/**
 * What a provider answers comes back as an answer, so only a worker that is lost or stops makes Temporal repeat it: what
 * has an answer by then is not sent again, and what was begun is sent again with the same `webhook-id`.
 */
export function handOver(handOvers: HandOverOrders): Promise<HandedOver[]> {
  const { provider, orders } = handOvers
  const [first] = orders
  const summary =
    orders.length === 1 && first ? `${first.packetId}, attempt ${first.attempt}` : `${orders.length} packets`
  return handOverLimits.handOver.executeWithOptions(
    { summary: `${summary}: ${provider}`, taskQueue: carrierQueue(provider) },
    [handOvers],
  )
}

/** Open until the receipt comes, which the receipt route completes: a heartbeat would say nothing of that. */
export const { probe } = proxyActivities<Pick<Activities, 'probe'>>({
  startToCloseTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.ABANDON,
  retry: { initialInterval: '250 ms', maximumAttempts: 2 },
})

/** A worker that is lost is noticed by its missing heartbeat; what it had sent and not kept is sent again. */
export const { notify } = proxyActivities<Pick<Activities, 'notify'>>({
  taskQueue: notifyQueue,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '10 seconds' },
})

/** For as long as the store is away. */
export const { followProbe } = proxyActivities<Pick<Activities, 'followProbe'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})
