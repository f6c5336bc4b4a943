/** Since when no worker can continue a packet. Only the newest events of its workflow tell this. */
import 'server-only'
import proto, { type temporal } from '@temporalio/proto'
import { processWide } from '@/lib/server/process-wide'
import { callTemporal } from '@/lib/server/temporal/call'
import { millis } from '@/lib/server/temporal/describe'

type HistoryEvent = temporal.api.history.v1.IHistoryEvent

const { EventType, TimeoutType } = proto.temporal.api.enums.v1

/** Each occurrence at a stuck packet adds four events. */
const maxEvents = 100

interface Run {
  workflowId: string
  runId: string
  /** Number of events so far; while it stays the same, the answer does too. */
  events: number
}

const maxKnown = 1000

/** Cached, because the first event of a history may be 256 KiB and should not be read at each look at the packet. */
const known = processWide('stuck-since', () => new Map<string, { events: number; since: string | null }>())

/** ISO 8601; null when the failures began before the events that are read, or when reading fails. */
export async function stuckSince({ workflowId, runId, events }: Run): Promise<string | null> {
  const answers = known()
  const answer = answers.get(runId)
  if (answer?.events === events) return answer.since
  const since = await readSince({ workflowId, runId })
  answers.delete(runId)
  answers.set(runId, { events, since })
  const [oldest] = answers.keys()
  if (answers.size > maxKnown && oldest !== undefined) answers.delete(oldest)
  return since
}

async function readSince(execution: { workflowId: string; runId: string }): Promise<string | null> {
  try {
    const { history } = await callTemporal(({ service, namespace }) =>
      service.getWorkflowExecutionHistoryReverse({ namespace, execution, maximumPageSize: maxEvents }),
    )
    const at = firstFailure(history?.events ?? [])
    return at === null ? null : new Date(at).toISOString()
  } catch {
    // The packet is known to be stuck, and must be shown even without the time.
    return null
  }
}

/** The first failed task after the last successful one, in milliseconds since the epoch. */
export function firstFailure(newestFirst: readonly HistoryEvent[]): number | null {
  let at: number | null = null
  for (const event of newestFirst) {
    if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) return at
    if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED) return at
    if (isFailure(event)) at = millis(event.eventTime)
  }
  return null
}

/**
 * Counts only time-outs of tasks that were started. A worker that was replaced leaves time-outs of tasks that never
 * were.
 */
function isFailure({ eventType, workflowTaskTimedOutEventAttributes: timedOut }: HistoryEvent): boolean {
  if (eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) return true
  return (
    eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT &&
    timedOut?.timeoutType === TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE
  )
}
