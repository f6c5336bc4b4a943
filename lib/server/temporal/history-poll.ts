/** Waits for news in a workflow's history. What the news is, the reader asks elsewhere. */
import 'server-only'
import proto from '@temporalio/proto'
import { callTemporal } from './call'
import { nextPage } from './page-token'

/** The server answers an idle poll after about 20 s. */
const longPollMs = 40_000

export interface HistoryNews {
  /** The events since the last poll can have changed what `describe` says. */
  matters: boolean
  lastEventId: number
  /** Continues the poll; null when the run has closed. */
  next: Uint8Array | null
}

/** Returns at once without a token (all events so far), otherwise when there is news or after some seconds. */
export async function pollHistory(
  execution: { workflowId: string; runId: string },
  token: Uint8Array | null,
  abortSignal: AbortSignal,
): Promise<HistoryNews> {
  const response = await callTemporal(
    ({ connection, service, namespace }) =>
      connection.withAbortSignal(abortSignal, () =>
        service.getWorkflowExecutionHistory({
          namespace,
          execution,
          waitNewEvent: true,
          ...(token && { nextPageToken: token }),
        }),
      ),
    { limitMs: longPollMs, mayBeSilent: true },
  )
  const events = response.history?.events ?? []
  return {
    matters: events.some(({ eventType }) => telling.has(eventType ?? 0)),
    lastEventId: Number(events.at(-1)?.eventId ?? 0),
    next: nextPage(response.nextPageToken),
  }
}

const { EventType } = proto.temporal.api.enums.v1

const telling: ReadonlySet<number> = new Set([
  EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED,
  EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
  // Tries that fail after the first leave no event.
  EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
  EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW,
])
