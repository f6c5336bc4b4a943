/** What Temporal knows of one run of a self-test: its history and its pending retries. */
import 'server-only'
import { defaultPayloadConverter } from '@temporalio/common'
import type { temporal as api } from '@temporalio/proto'
import { z } from 'zod'
import type { SelfTestRun } from '@/lib/contract/self-test'
import { plainText } from '@/lib/packet/text'
import { callTemporal } from '@/lib/server/temporal/call'
import { millis } from '@/lib/server/temporal/describe'
import { isNotFound } from '@/lib/server/temporal/errors'

type Event = api.api.history.v1.IHistoryEvent
type Pending = api.api.workflow.v1.IPendingActivityInfo
type Failure = api.api.failure.v1.IFailure

export interface RunAt {
  workflowId: string
  runId: string
}

/** Null if Temporal does not know the run. @throws ApiError TEMPORAL_UNREACHABLE */
export async function readRun(execution: RunAt): Promise<SelfTestRun | null> {
  try {
    return await callTemporal(async ({ service, namespace }) => {
      const described = await service.describeWorkflowExecution({ namespace, execution })
      // Read the history after the description, so that it contains a retry that has ended meanwhile. One page is
      // enough, since retries add no events.
      const { history } = await service.getWorkflowExecutionHistory({ namespace, execution })
      return runOf(history?.events ?? [], described.pendingActivities[0] ?? null)
    })
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

/** @param pending the activity that is not over, from the workflow's description */
export function runOf(events: readonly Event[], pending: Pending | null): SelfTestRun {
  const taken = events.find((event) => event.workflowTaskStartedEventAttributes)
  const question = questionOf(events, pending)
  return {
    startedAt: timeOf(events[0]),
    taken: taken ? { at: timeOf(taken), by: taken.workflowTaskStartedEventAttributes?.identity ?? '' } : null,
    question,
    clock: clockOf(events),
    end: endOf(events.at(-1), question),
  }
}

function timeOf(event: Event | undefined): number {
  return millis(event?.eventTime) ?? 0
}

type Question = NonNullable<SelfTestRun['question']>

/** Temporal records the start of a try only for the last one, so the earlier tries are known from `pending`. */
function questionOf(events: readonly Event[], pending: Pending | null): Question | null {
  const scheduled = events.find((event) => event.activityTaskScheduledEventAttributes)
  if (scheduled === undefined) return null
  const scheduledAt = timeOf(scheduled)
  const over = events.find(isOver)
  if (over === undefined) {
    return {
      scheduledAt,
      failedTries: Math.max(0, (pending?.attempt ?? 1) - 1),
      lastError: failureText(pending?.lastFailure),
      nextTryAt: millis(pending?.nextAttemptScheduleTime),
      endedAt: null,
    }
  }
  const { attempt, lastFailure } = startOf(events)?.activityTaskStartedEventAttributes ?? {}
  const { activityTaskCompletedEventAttributes: completed } = over
  const ended = over.activityTaskFailedEventAttributes ?? over.activityTaskTimedOutEventAttributes
  const told = greeted.safeParse(resultIn(completed?.result))
  return {
    scheduledAt,
    failedTries: (attempt ?? 1) - (completed ? 1 : 0),
    lastError: failureText(ended?.failure) ?? failureText(lastFailure),
    nextTryAt: null,
    ...(told.success && { service: told.data.service }),
    endedAt: timeOf(over),
  }
}

function isOver(event: Event): boolean {
  return Boolean(
    event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes,
  )
}

function startOf(events: readonly Event[]): Event | undefined {
  return events.find((event) => event.activityTaskStartedEventAttributes)
}

const greeted = z.object({
  greeting: z.string(),
  service: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number(),
})

/**
 * Compares clocks by four times of one exchange, like NTP: Temporal handed out the task, the worker began, the worker
 * finished, Temporal took the result.
 */
function clockOf(events: readonly Event[]): SelfTestRun['clock'] {
  const given = startOf(events)
  const taken = events.find((event) => event.activityTaskCompletedEventAttributes)
  const told = greeted.safeParse(resultIn(taken?.activityTaskCompletedEventAttributes?.result))
  if (!told.success) return null
  const { startedAt, endedAt } = told.data
  const [givenAt, takenAt] = [timeOf(given), timeOf(taken)]
  return {
    worker: given?.activityTaskStartedEventAttributes?.identity ?? '',
    aheadMs: (startedAt - givenAt + (endedAt - takenAt)) / 2,
    withinMs: Math.max(0, takenAt - givenAt - (endedAt - startedAt)) / 2,
  }
}

function resultIn(result: api.api.common.v1.IPayloads | null | undefined): unknown {
  const payload = result?.payloads?.[0]
  return payload ? defaultPayloadConverter.fromPayload(payload) : null
}

function endOf(event: Event | undefined, question: Question | null): SelfTestRun['end'] {
  const at = timeOf(event)
  const completed = event?.workflowExecutionCompletedEventAttributes
  if (completed) {
    const greeting = resultIn(completed.result)
    return { at, greeting: typeof greeting === 'string' ? greeting : '' }
  }
  const failed = event?.workflowExecutionFailedEventAttributes
  if (failed) return { at, error: question?.lastError ?? failureText(failed.failure) ?? 'It failed.' }
  if (event?.workflowExecutionTimedOutEventAttributes) return { at, error: 'It did not end within 15 min.' }
  if (event?.workflowExecutionCanceledEventAttributes || event?.workflowExecutionTerminatedEventAttributes) {
    return { at, error: 'It was ended in Temporal.' }
  }
  return null
}

const mostError = 300

/** The root cause, in one line; null where there is none. */
function failureText(failure: Failure | null | undefined): string | null {
  if (!failure) return null
  if (failure.cause) return failureText(failure.cause)
  if (failure.timeoutFailureInfo) return 'Its worker gave no result in time: it is gone, or hangs.'
  return plainText(failure.message ?? '', mostError)
}
