/** The activities as workflows call them, each with its own time-outs and retries. */
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
 * Serializes local activities. If several ran at once, their results could resolve one by one at first but together on
 * replay. The code that awaits them would then continue in another order, and the replay would be non-deterministic.
 */
export function inTurn<T>(call: () => Promise<T>): Promise<T> {
  unanswered++
  const called = before.then(call).finally(() => unanswered--)
  before = called.catch(() => undefined)
  return called
}

/** Whether no local activity is under way or queued. */
export function areAllAnswered(): boolean {
  return unanswered === 0
}

/**
 * Local, because a look-up is short and its result is recorded with the task that uses it. One try only: retries inside
 * a local activity are visible nowhere, so the workflow retries by itself.
 */
export const routing = proxyLocalActivities<Pick<Activities, 'getRoute'>>({
  startToCloseTimeout: '1 second',
  retry: { maximumAttempts: 1 },
})

/**
 * The look-up of a packet that waits for the end of a pause. Its queue gives out no tasks while sending is paused: a
 * waiting activity costs Temporal nothing, whereas a timer for each packet would. If a worker gets one too early, the
 * activity fails and is retried.
 */
export const { getRouteOnceResumed } = proxyActivities<Pick<Activities, 'getRouteOnceResumed'>>({
  taskQueue: pausedQueue,
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '10 seconds' },
})

/**
 * A regular activity, because a request to the routing service goes over the network and must not hold up a workflow
 * task. One try only, as above. The request has a shorter limit of its own and fails with a sentence; this time-out is
 * for a lost worker.
 */
export const { getRouteFromService } = proxyActivities<Pick<Activities, 'getRouteFromService'>>({
  startToCloseTimeout: '4 seconds',
  retry: { maximumAttempts: 1 },
})

type Keeping = Pick<Activities, 'claim' | 'enter' | 'save' | 'withdraw'>

/** A single quick try as a local activity, within the workflow task, for the usual case of a fast store. */
export const quickly = proxyLocalActivities<Keeping>({
  startToCloseTimeout: '500 ms',
  scheduleToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
})

/**
 * Retries for as long as the store is away. Regular activities: they hold up no workflow task, and show in Temporal's
 * UI.
 */
export const patiently = proxyActivities<Keeping & Pick<Activities, 'askSilence' | 'follow'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})

/** Runs for as long as the batch does. A lost worker is noticed by its missing heartbeats, and another one goes on. */
export const { carryRows } = proxyActivities<Pick<Activities, 'carryRows'>>({
  startToCloseTimeout: '365 days',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})

/** Runs for as long as the bulk action does, likewise. */
export const { actOnMany } = proxyActivities<Pick<Activities, 'actOnMany'>>({
  startToCloseTimeout: '365 days',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})

/** Retries for as long as the store is away. */
export const { submitOccurrence } = proxyActivities<Pick<Activities, 'submitOccurrence'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '10 seconds' },
})

/** Retries often enough to end soon after the greeting service is back; gives up after ten minutes. */
export const { greet } = proxyActivities<Pick<Activities, 'greet'>>({
  startToCloseTimeout: '5 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '10 seconds' },
})

/** Short; Temporal repeats it only after a worker was lost. Without an answer the attempt stays open. */
export const { recall } = proxyActivities<Pick<Activities, 'recall'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumAttempts: 2 },
})

const handOverLimits = proxyActivities<Pick<Activities, 'handOver'>>({
  // Hand-overs may wait for their turn for hours; a lost worker is noticed by its missing heartbeat.
  startToCloseTimeout: '1 day',
  heartbeatTimeout: '2 seconds',
  retry: { initialInterval: '250 ms', backoffCoefficient: 2, maximumInterval: '10 seconds' },
  // Hand-overs that were already sent still return their answers.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
})

/**
 * A provider's answer of any kind is a result, so Temporal repeats the activity only if a worker is lost or stops.
 * Hand-overs that have an answer by then are not sent again; those that were begun are sent again with the same
 * `webhook-id`.
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

/** Stays open until the receipt comes: the callback route completes it. A heartbeat would say nothing about that. */
export const { probe } = proxyActivities<Pick<Activities, 'probe'>>({
  startToCloseTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.ABANDON,
  retry: { initialInterval: '250 ms', maximumAttempts: 2 },
})

/** A lost worker is noticed by its missing heartbeat. Notifications that it sent but did not record are sent again. */
export const { notify } = proxyActivities<Pick<Activities, 'notify'>>({
  taskQueue: notifyQueue,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '10 seconds' },
})

/** Retries for as long as the store is away. */
export const { followProbe } = proxyActivities<Pick<Activities, 'followProbe'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})
