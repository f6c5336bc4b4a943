import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import proto from '@temporalio/proto'
import { expect, test } from 'vitest'
import { ROOT } from '@/scripts/stack/root'
import { runOf } from './run'

const { Timestamp } = proto.google.protobuf

/** The recorded history of a self-test that passed at its first try, without a greeting service. */
const file = join(ROOT, 'worker', 'histories', 'controls', 'greet-someone.json')
const events = historyFromJSON(JSON.parse(readFileSync(file, 'utf8'))).events ?? []
const scheduled = events.findIndex((event) => event.activityTaskScheduledEventAttributes)

test('a history tells who took it, what the greeting service did, and how it ended', () => {
  const run = runOf(events, null)
  expect(run).toMatchObject({
    taken: { by: 'test-worker' },
    question: { failedTries: 0, lastError: null, nextTryAt: null, service: null },
    clock: { worker: 'test-worker' },
    end: { greeting: '¡Hola, Ada!' },
  })
  const [started = 0, taken = 0, asked = 0, answered = 0, ended = 0] = [
    run.startedAt,
    run.taken?.at,
    run.question?.scheduledAt,
    run.question?.endedAt ?? undefined,
    run.end?.at,
  ]
  expect([started, taken, asked, answered, ended]).toEqual(
    [started, taken, asked, answered, ended].sort((one, other) => one - other),
  )
  // Both clocks are the same machine's, and times are whole milliseconds.
  expect(Math.abs(run.clock?.aheadMs ?? Number.NaN)).toBeLessThanOrEqual((run.clock?.withinMs ?? 0) + 2)
})

test('retries are read from the pending activity, because the history does not contain them', () => {
  const pending = {
    attempt: 4,
    nextAttemptScheduleTime: Timestamp.fromObject({ seconds: 100 }),
    lastFailure: { message: 'ActivityFailed', cause: { message: 'The connection broke.' } },
  }
  expect(runOf(events.slice(0, scheduled + 1), pending)).toMatchObject({
    question: { failedTries: 3, lastError: 'The connection broke.', nextTryAt: 100_000, endedAt: null },
    end: null,
  })
})

test('a history that has just begun shows that no worker has taken it', () => {
  expect(runOf(events.slice(0, 2), null)).toMatchObject({ taken: null, question: null, end: null })
})

test.each([
  ['workflowExecutionTimedOutEventAttributes', 'It did not end within 15 min.'],
  ['workflowExecutionTerminatedEventAttributes', 'It was ended in Temporal.'],
  ['workflowExecutionCanceledEventAttributes', 'It was ended in Temporal.'],
])('an end by %s is a failure with an explanation', (attributes, error) => {
  const run = runOf([...events.slice(0, 2), { [attributes]: {} }], null)
  expect(run.end).toMatchObject({ error })
})

test('a try that timed out is reported as such', () => {
  const lost = { activityTaskTimedOutEventAttributes: { failure: { message: 'x', timeoutFailureInfo: {} } } }
  expect(runOf([...events.slice(0, scheduled + 1), lost], null).question).toMatchObject({
    failedTries: 1,
    lastError: 'Its worker gave no result in time: it is gone, or hangs.',
  })
})
