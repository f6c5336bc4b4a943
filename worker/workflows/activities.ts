/** The activities as workflows call them, each with the limits that fit it. */
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type * as activities from '../activities'

type Activities = ReturnType<typeof activities.createActivities>

/**
 * Local, because a look-up is short and its result is recorded with the task that uses it. One try each: retries
 * inside a local activity show nowhere, so the workflow does them itself.
 */
export const routing = proxyLocalActivities<Pick<Activities, 'getRoute'>>({
  startToCloseTimeout: '1 second',
  retry: { maximumAttempts: 1 },
})

/**
 * A question to the routing service goes over the network, so it is a regular one: it holds up no workflow task. One
 * try each, as above. Its own limit is shorter, and ends it with a sentence; this one is for a worker that is lost.
 */
export const { getRouteFromService } = proxyActivities<Pick<Activities, 'getRouteFromService'>>({
  startToCloseTimeout: '4 seconds',
  retry: { maximumAttempts: 1 },
})

type Keeping = Pick<Activities, 'claim' | 'enter' | 'save' | 'askSilence'>

/** One quick try within the workflow's own task, as long as the store is as quick as it should be. */
export const quickly = proxyLocalActivities<Keeping>({
  startToCloseTimeout: '500 ms',
  scheduleToCloseTimeout: '2 seconds',
  retry: { maximumAttempts: 1 },
})

/** For as long as the store is away: it holds up no task of the workflow, and shows in Temporal's own pages. */
export const patiently = proxyActivities<Keeping>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})

export const { greet } = proxyActivities<Pick<Activities, 'greet'>>({ startToCloseTimeout: '5 seconds' })

/** Short, and only a lost worker makes Temporal repeat it; without an answer the attempt stays open. */
export const { recall } = proxyActivities<Pick<Activities, 'recall'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumAttempts: 2 },
})

/** A worker that dies in the middle of a hand-over is noticed by its missing heartbeat. */
const heartbeatTimeout = '2 seconds'

const handOver = {
  startToCloseTimeout: '10 seconds',
  heartbeatTimeout,
  retry: { initialInterval: '250 ms', backoffCoefficient: 2, maximumInterval: '10 seconds' },
  // Withdrawn too late it still answers, and the answer is evidence.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
} as const

/**
 * A provider's failure comes back as an answer, so only a lost worker makes Temporal repeat a hand-over; it then
 * carries the same `webhook-id`, however often that happens.
 */
export const { transmit } = proxyActivities<Pick<Activities, 'transmit'>>(handOver)

/**
 * The same, but a lost worker comes back to the workflow, by the names that Temporal gives these time-outs; one that
 * stops says so itself. What Temporal repeats, or has not begun, was then never sent, so it can be withdrawn without a
 * doubt.
 */
export const { transmit: transmitUnsent } = proxyActivities<Pick<Activities, 'transmit'>>({
  ...handOver,
  retry: {
    ...handOver.retry,
    nonRetryableErrorTypes: ['TemporalTimeout:Heartbeat', 'TemporalTimeout:StartToClose'],
  },
})

/** Open until the receipt comes: whoever waits is the receipt route, so no heartbeat could tell that it is alive. */
export const { probe } = proxyActivities<Pick<Activities, 'probe'>>({
  startToCloseTimeout: '10 seconds',
  cancellationType: ActivityCancellationType.ABANDON,
  retry: { initialInterval: '250 ms', maximumAttempts: 2 },
})

/** For as long as the store is away. */
export const { followProbe } = proxyActivities<Pick<Activities, 'followProbe'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '250 ms', maximumInterval: '5 seconds' },
})
