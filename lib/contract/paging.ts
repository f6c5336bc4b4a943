import { packetStatuses } from '@/lib/packet/packet'

/** How lists are cut into pages, counted and ordered. Without schemas, so that pages can have it alone. */

/**
 * Rows of a page unless told otherwise. Pages ask for as many, and the live list follows as many: it takes the place of
 * the first page that was fetched. Without schemas, so that a browser can have the number alone.
 */
export const usualPageSize = 50

export const mostPerPage = 200

/** A packet's receipts are small, and a timeline shows all of them. */
export const mostReceiptsPerPage = 1_000

/** Packets and receipts are counted up to this; a count that is one more means that there are more. */
export const mostCounted = 10_000

/** Packets in flight on the live board; of more, those that were submitted first. */
export const mostInFlightOnBoard = 5_000
/** Ended ones; of more, those that ended last. */
export const mostEndedOnBoard = 1_000
/** How long an ended packet stays on the board. */
export const endedStaysMs = 10_000

/** Priorities as they stand in a query. */
export const priorities = ['1', '2', '3', '4', '5'] as const

/** Statuses as a list of packets is asked for them. Those that ended undelivered were not given up by an operator. */
export const statusFilters = [...packetStatuses, 'IN_FLIGHT', 'UNDELIVERED'] as const
export type StatusFilter = (typeof statusFilters)[number]

export const undelivered = ['NO_ROUTE', 'EXHAUSTED', 'EXPIRED', 'FAILED'] as const

/** The orders of the list of packets. Without schemas, so that pages can have them alone. */
export const packetSorts = ['active', 'newest', 'oldest', 'due'] as const
export type PacketSort = (typeof packetSorts)[number]

interface Asked {
  sort?: PacketSort | null | undefined
  status?: string | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
}

/** The order in force. What is scheduled is read by when it is due. A span of time is read along the time: by activity, its packets may lie far down the list. */
export function sortOf({ sort, status, from, to }: Asked): PacketSort {
  if (status === 'SCHEDULED') return sort ?? 'due'
  return sort ?? (from || to ? 'newest' : 'active')
}
