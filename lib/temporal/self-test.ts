/** Starts self-tests: on demand, and every minute by a Temporal schedule. */
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

/** Longer than the retries of its activity, so that only a self-test that no worker took runs into this time-out. */
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
    // A self-test that is still retrying says more than a second one beside it.
    overlap: ScheduleOverlapPolicy.SKIP,
    // A self-test missed in an outage is useless afterwards. This is the shortest window that Temporal allows.
    catchupWindow: '10 seconds',
  },
} satisfies Omit<ScheduleUpdateOptions, 'state'>

/**
 * Creates the schedule, or updates the existing one. If it was paused in Temporal, it stays paused. Every worker calls
 * this; concurrent calls are harmless.
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
  /** No worker has created the schedule yet, or it was deleted in Temporal. */
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

/** If a self-test is running already, returns that one with `isNew` false. */
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
