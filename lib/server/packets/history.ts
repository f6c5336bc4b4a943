import 'server-only'
import type { HistoryPage } from '@/lib/contract/packet'
import { dataRoutingType, workflowIdOf } from '@/lib/contract/workflows'
import { badCursor, fromCursor, toCursor } from '@/lib/server/cursor'
import { callTemporal } from '@/lib/server/temporal/call'
import { decodeEvent } from '@/lib/server/temporal/decode-event'
import { isInvalidArgument, isNotFound } from '@/lib/server/temporal/errors'
import { packetNotFound } from './describe'

const pageSize = 100

/** Raw events in the order they happened. @throws ApiError PACKET_NOT_FOUND, BAD_CURSOR, TEMPORAL_UNREACHABLE */
export async function getHistory(id: string, cursor: string | undefined): Promise<HistoryPage> {
  const scope = `history ${id}`
  const pageToken = cursor === undefined ? null : fromCursor(cursor, scope)
  try {
    const { history, nextPageToken } = await callTemporal(({ service, namespace }) =>
      service.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId: workflowIdOf(id) },
        maximumPageSize: pageSize,
        ...(pageToken && { nextPageToken: pageToken }),
      }),
    )
    const events = history?.events ?? []
    const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name
    if (pageToken === null && type !== dataRoutingType) throw packetNotFound(id)
    return { events: events.map(decodeEvent), nextCursor: toCursor(nextPageToken, scope) }
  } catch (error) {
    if (isNotFound(error)) throw packetNotFound(id)
    if (pageToken !== null && isInvalidArgument(error)) throw badCursor(error)
    throw error
  }
}
