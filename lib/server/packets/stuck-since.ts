/** Since when no worker can go on with a packet: its newest events tell, and nothing shorter does. */
import 'server-only'
import proto, { type temporal } from '@temporalio/proto'
import { processWide } from '@/lib/server/process-wide'
import { callTemporal } from '@/lib/server/temporal/call'
import { millis } from '@/lib/server/temporal/describe'

type HistoryEvent = temporal.api.history.v1.IHistoryEvent

const { EventType, TimeoutType } = proto.temporal.api.enums.v1

/** Each thing that happens to a stuck packet leaves four events. */
const maxEvents = 100

interface Run {
  workflowId: string
  runId: string
  /** Events so far: as long as there are no more, the answer stays the same. */
  events: number
}

const maxKnown = 1000

/** The first event of a history may hold 256 KiB, which is not to be read again for every look at the packet. */
const known = processWide('stuck-since', () => new Map<string, { events: number; since: string | null }>())

/** ISO 8601; null when it began further back than is read, or could not be read. */
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
    // That it is stuck is known already, and must be shown.
    return null
  }
}

/** The first failed task since one succeeded, in milliseconds since the epoch. */
export function firstFailure(newestFirst: readonly HistoryEvent[]): number | null {
  let at: number | null = null
  for (const event of newestFirst) {
    if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) return at
    if (event.eventType === EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED) return at
    if (isFailure(event)) at = millis(event.eventTime)
  }
  return null
}

/** A worker that was replaced leaves a time-out too: its tasks were never started. */
function isFailure({ eventType, workflowTaskTimedOutEventAttributes: timedOut }: HistoryEvent): boolean {
  if (eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED) return true
  return (
    eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT &&
    timedOut?.timeoutType === TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE
  )
}
