import 'server-only'
import type { HistoryPage } from '@/lib/contract/packet'
import { badCursor, fromCursor, toCursor } from '@/lib/server/cursor'
import { callTemporal } from '@/lib/server/temporal/call'
import { decodeEvent } from '@/lib/server/temporal/decode-event'
import { isInvalidArgument, isNotFound } from '@/lib/server/temporal/errors'
import { getPacket } from './read'

const pageSize = 100

/**
 * Raw events in the order they happened.
 *
 * @throws ApiError PACKET_NOT_FOUND, BAD_CURSOR, STORE_UNREACHABLE, TEMPORAL_UNREACHABLE
 */
export async function getHistory(id: string, cursor: string | undefined): Promise<HistoryPage> {
  const scope = `history ${id}`
  const pageToken = cursor === undefined ? null : fromCursor(cursor, scope)
  const { workflowId } = await getPacket(id)
  try {
    const { history, nextPageToken } = await callTemporal(({ service, namespace }) =>
      service.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId },
        maximumPageSize: pageSize,
        ...(pageToken && { nextPageToken: pageToken }),
      }),
    )
    const events = history?.events ?? []
    return { events: events.map(decodeEvent), nextCursor: toCursor(nextPageToken, scope) }
  } catch (error) {
    // The workflow has not been started yet, or Temporal's retention of it is over.
    if (isNotFound(error)) return { events: [], nextCursor: null }
    if (pageToken !== null && isInvalidArgument(error)) throw badCursor(error)
    throw error
  }
}
