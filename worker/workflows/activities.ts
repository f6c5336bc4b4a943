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

export const services = proxyLocalActivities<Pick<Activities, 'wasIntakeUp'>>({
  startToCloseTimeout: '2 seconds',
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
