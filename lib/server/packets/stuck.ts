/** Workflows whose tasks fail repeatedly, as reported by Temporal: no worker can continue their packets. */
import 'server-only'
import { defaultPayloadConverter } from '@temporalio/common'
import proto, { type temporal } from '@temporalio/proto'
import { z } from 'zod'
import type { Packet } from '@/lib/packet/packet'
import type { Stuck, StuckCause } from '@/lib/packet/stuck'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { callTemporal } from '@/lib/server/temporal/call'
import { describeWorkflow, millis } from '@/lib/server/temporal/describe'
import { isStuckDelivery } from '@/lib/temporal/deliveries'
import { stuckSince } from './stuck-since'

export type WorkflowTask = temporal.api.workflow.v1.IPendingWorkflowTaskInfo

const started = proto.temporal.api.enums.v1.PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_STARTED

const maxAgeMs = 2_000
const patienceMs = 2_000
const mostListed = 1_000

const shared = processWide('stuck-workflows', () => new SharedRead(listStuck, maxAgeMs))

/** By workflow id; at most a few seconds old. Empty while Temporal gives no answer. */
export async function stuckWorkflows(): Promise<ReadonlyMap<string, Stuck>> {
  return shared()
    .recent()
    .catch(() => none)
}

const none: ReadonlyMap<string, Stuck> = new Map()

async function listStuck(): Promise<ReadonlyMap<string, Stuck>> {
  const { executions } = await callTemporal(
    ({ service, namespace }) =>
      service.listWorkflowExecutions({ namespace, query: isStuckDelivery, pageSize: mostListed }),
    { limitMs: patienceMs },
  )
  return new Map(
    (executions ?? []).flatMap((info) => {
      const stuck = stuckOf(info, null)
      return stuck === null ? [] : [[info.execution?.workflowId ?? '', stuck] as const]
    }),
  )
}

/** Adds details for a single packet: how often its step was tried, and since when it fails. */
export async function describeStuck({ workflowId, stuck }: Packet): Promise<Stuck | null> {
  const described = await describeWorkflow({ workflowId }).catch(() => null)
  if (described === null) return stuck
  const { info, task } = described
  const now = stuckOf(info, task)
  if (now === null) return stuck
  const runId = info.execution?.runId ?? ''
  return { ...now, since: await stuckSince({ workflowId, runId, events: Number(info.historyLength ?? 0) }) }
}

/** Null while Temporal reports no problem. @param task the workflow's pending task; null if unknown */
export function stuckOf(
  { searchAttributes }: Pick<temporal.api.workflow.v1.IWorkflowExecutionInfo, 'searchAttributes'>,
  task: WorkflowTask | null,
): Stuck | null {
  const payload = searchAttributes?.indexedFields?.TemporalReportedProblems
  const reported = payload ? problems.safeParse(defaultPayloadConverter.fromPayload(payload)) : null
  if (!reported?.success) return null
  return { ...causeOf(reported.data), since: null, ...triesOf(task) }
}

/** For example `category=WorkflowTaskFailed`, `cause=WorkflowTaskFailedCauseNonDeterministicError`. */
const problems = z.union([z.array(z.string()).min(1), z.string().transform((only) => [only])])

function causeOf(reported: readonly string[]): Pick<Stuck, 'cause' | 'detail'> {
  const category = entryOf(reported, 'category')
  const name = entryOf(reported, 'cause').replace(/^WorkflowTask(Failed|TimedOut)Cause/, '')
  const detail = (name || category || reported.join(', ')).slice(0, 100)
  if (category === 'WorkflowTaskTimedOut') return { cause: 'timeout', detail }
  if (category !== 'WorkflowTaskFailed' || name === '') return { cause: 'unknown', detail }
  return { cause: failures[name] ?? 'refused', detail }
}

function entryOf(reported: readonly string[], key: string): string {
  return reported.find((each) => each.startsWith(`${key}=`))?.slice(key.length + 1) ?? ''
}

/** Causes that a worker itself reports. Any other means that Temporal rejected the worker's answer. */
const failures: Readonly<Record<string, StuckCause>> = {
  NonDeterministicError: 'mismatch',
  WorkflowWorkerUnhandledFailure: 'failure',
}

/** `attempt` counts the try that comes next, so a task that waits for a worker has been tried once less. */
function triesOf(task: WorkflowTask | null): Pick<Stuck, 'tries' | 'lastTriedAt'> {
  const underWay = task?.state === started
  const tries = (task?.attempt ?? 0) - (underWay ? 0 : 1)
  const at = underWay ? millis(task?.startedTime) : null
  return { tries: tries > 0 ? tries : null, lastTriedAt: at === null ? null : new Date(at).toISOString() }
}
