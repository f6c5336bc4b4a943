import { temporal } from '@temporalio/proto'
import { expect, test } from 'vitest'
import { firstFailure } from './stuck-since'

const { EventType, TimeoutType } = temporal.api.enums.v1
const { HistoryEvent } = temporal.api.history.v1

function event(eventType: number, seconds: number, timeoutType?: number) {
  const timedOut = timeoutType === undefined ? {} : { workflowTaskTimedOutEventAttributes: { timeoutType } }
  return HistoryEvent.fromObject({ eventType, eventTime: { seconds }, ...timedOut })
}

const started = event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED, 1)
const completed = event(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED, 2)
const signaled = event(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED, 4)
const failed = (seconds: number) => event(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED, seconds)
const timedOut = (seconds: number, type: number) =>
  event(EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT, seconds, type)

test('a packet is stuck since the first failed task after the last successful one', () => {
  expect(firstFailure([failed(5), signaled, failed(3), completed, failed(1), started])).toBe(3000)
})

test('a packet that no worker could ever begin is stuck since its first try', () => {
  expect(firstFailure([failed(3), started])).toBe(3000)
})

test('a task that a worker did not finish counts as failed, one that no worker took does not', () => {
  const { TIMEOUT_TYPE_START_TO_CLOSE: unfinished, TIMEOUT_TYPE_SCHEDULE_TO_START: untaken } = TimeoutType
  expect(firstFailure([timedOut(6, unfinished), timedOut(5, untaken), completed])).toBe(6000)
})

test('the time is unknown if the events do not reach back far enough', () => {
  expect(firstFailure([failed(5), signaled])).toBeNull()
})
