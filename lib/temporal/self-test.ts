/** Starts self-tests: one on demand, and one every minute by a Schedule of Temporal. */
import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type ScheduleUpdateOptions,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/client'
import {
  controlQueue,
  greetSomeoneType,
  scheduledSelfTestId,
  selfTestId,
  selfTestName,
  selfTestScheduleId,
} from '@/lib/contract/workflows'

/** Longer than its activity is tried, so that this ends only one that no worker took. */
const workflowRunTimeout = '15 minutes'

const definition = {
  spec: { intervals: [{ every: '1 minute' }] },
  action: {
    type: 'startWorkflow',
    workflowType: greetSomeoneType,
    workflowId: scheduledSelfTestId,
    taskQueue: controlQueue,
    args: [selfTestName],
    workflowRunTimeout,
    staticSummary: 'self-test by schedule',
  },
  policies: {
    // One that still tries says more than a second one beside it.
    overlap: ScheduleOverlapPolicy.SKIP,
    // What was missed in an outage proves nothing afterwards. It is the least that Temporal allows.
    catchupWindow: '10 seconds',
  },
} satisfies Omit<ScheduleUpdateOptions, 'state'>

/**
 * Makes the Schedule, or brings the one that is there up to date. One that was paused in Temporal stays paused. Every worker
 * does this; what two do at once is done once.
 */
export async function scheduleSelfTest({ schedule }: Pick<Client, 'schedule'>): Promise<void> {
  try {
    await schedule.create({ scheduleId: selfTestScheduleId, ...definition })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await schedule.getHandle(selfTestScheduleId).update(({ state }) => ({ ...definition, state }))
  }
}

/** Times are milliseconds since the epoch. */
export type SelfTestSchedule =
  | { is: 'running'; nextAt: number | null }
  | { is: 'paused'; note: string | null }
  /** No worker has made it yet, or it was deleted in Temporal. */
  | { is: 'missing' }

export async function readSelfTestSchedule({
  schedule,
}: Pick<Client, 'schedule'>): Promise<SelfTestSchedule> {
  try {
    const { state, info } = await schedule.getHandle(selfTestScheduleId).describe()
    if (state.paused) return { is: 'paused', note: state.note ?? null }
    return { is: 'running', nextAt: info.nextActionTimes[0]?.getTime() ?? null }
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return { is: 'missing' }
    throw error
  }
}

/** One that is under way already serves for this one too; it is not `isNew` then. */
export async function startSelfTest({
  workflow,
}: Pick<Client, 'workflow'>): Promise<{ runId: string; isNew: boolean }> {
  try {
    const handle = await workflow.start(greetSomeoneType, {
      workflowId: selfTestId,
      taskQueue: controlQueue,
      args: [selfTestName],
      workflowRunTimeout,
      staticSummary: 'self-test on demand',
    })
    return { runId: handle.firstExecutionRunId, isNew: true }
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
    const { runId } = await workflow.getHandle(selfTestId).describe()
    return { runId, isNew: false }
  }
}
