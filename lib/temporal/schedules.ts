/** Creates, changes and deletes the schedules of recurring submissions to match the store. */
import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type ScheduleSpec,
  type ScheduleSummary,
} from '@temporalio/client'
import type { Timing } from '@/lib/contract/recurrence'
import { batchQueue, occurrenceOf, scheduleIdOf, submitRecurringType } from '@/lib/contract/workflows'

type ScheduleClient = Pick<Client, 'schedule'>

interface Recurring {
  id: string
  name: string
  timing: Timing
  paused: boolean
  deleted: boolean
}

/** After an outage, runs that were missed within this time are made up for. */
const catchupWindow = '1 hour'

/** Idempotent. */
export async function keepSchedule(client: ScheduleClient, recurring: Recurring): Promise<void> {
  if (recurring.deleted) return deleteSchedule(client, recurring.id)
  const options = optionsOf(recurring)
  try {
    await client.schedule.create({ scheduleId: scheduleIdOf(recurring.id), ...options })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await client.schedule
      .getHandle(scheduleIdOf(recurring.id))
      .update((present) => ({ ...present, ...options }))
  }
}

function optionsOf({ id, name, timing, paused }: Recurring) {
  return {
    spec: specOf(timing),
    action: {
      type: 'startWorkflow',
      workflowType: submitRecurringType,
      workflowId: scheduleIdOf(id),
      taskQueue: batchQueue,
      args: [id],
      staticSummary: name,
    },
    policies: { overlap: 'ALLOW_ALL', catchupWindow },
    state: { paused },
  } as const
}

function specOf(timing: Timing): ScheduleSpec {
  if ('everyMs' in timing) return { intervals: [{ every: timing.everyMs }] }
  return { cronExpressions: [timing.cron], timezone: canonicalZone(timing.timeZone) }
}

/** Temporal tells capital from small letters in the names of time zones, JavaScript does not. */
function canonicalZone(timeZone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
}

async function deleteSchedule(client: ScheduleClient, id: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleIdOf(id)).delete()
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error
  }
}

/** Triggers an extra run now. Returns false without a schedule. */
export async function runNow(client: ScheduleClient, id: string): Promise<boolean> {
  try {
    await client.schedule.getHandle(scheduleIdOf(id)).trigger()
    return true
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return false
    throw error
  }
}

/** Times are milliseconds since the epoch. */
export interface Runs {
  next: number[]
  /** Scheduled times of past runs, newest first. */
  last: number[]
}

const mostNext = 3

/** Null if there is no schedule yet. */
export async function readRuns(client: ScheduleClient, id: string): Promise<Runs | null> {
  try {
    const { info } = await client.schedule.getHandle(scheduleIdOf(id)).describe()
    return runsIn(id, info)
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null
    throw error
  }
}

/**
 * The runs of many schedules with one request, up to a few seconds old. A schedule that was just created may be
 * missing, because Temporal lists it with a delay.
 */
export async function listRuns(client: ScheduleClient, ids: readonly string[]): Promise<Map<string, Runs>> {
  const wanted = new Map(ids.map((id) => [scheduleIdOf(id), id]))
  const found = new Map<string, Runs>()
  for await (const { scheduleId, info } of client.schedule.list({ pageSize: 1_000 })) {
    const id = wanted.get(scheduleId)
    if (id !== undefined) found.set(id, runsIn(id, info))
  }
  return found
}

function runsIn(id: string, { nextActionTimes, recentActions }: ScheduleSummary['info']): Runs {
  return {
    next: nextActionTimes.slice(0, mostNext).map((time) => time.getTime()),
    last: recentActions
      .flatMap(({ action }) => occurrenceOf(id, action.workflow.workflowId)?.at ?? [])
      .toReversed(),
  }
}
