import { packetStatuses } from '@/lib/packet/packet'

/** How lists are cut into pages, counted and ordered. Without schemas, so that pages need not load a schema library. */

/**
 * Default number of rows on a page. Pages ask for this many, and the live list follows this many, because it replaces
 * the first page that was fetched.
 */
export const usualPageSize = 50

export const mostPerPage = 200

/** A packet's receipts are small, and a timeline shows all of them. */
export const mostReceiptsPerPage = 1_000

/** Packets and receipts are counted up to this; a count that is one more means that there are more. */
export const mostCounted = 10_000

/** The most packets in flight on the live board; if there are more, those that were submitted first. */
export const mostInFlightOnBoard = 5_000
/** The most ended packets on the live board; if there are more, those that ended last. */
export const mostEndedOnBoard = 1_000
/** How long an ended packet stays on the board. */
export const endedStaysMs = 10_000

/** Priorities as they are written in a query. */
export const priorities = ['1', '2', '3', '4', '5'] as const

/** The statuses by which a list is filtered. `UNDELIVERED` leaves out packets that an operator canceled. */
export const statusFilters = [...packetStatuses, 'IN_FLIGHT', 'UNDELIVERED'] as const
export type StatusFilter = (typeof statusFilters)[number]

export const undelivered = ['NO_ROUTE', 'EXHAUSTED', 'EXPIRED', 'FAILED'] as const

/** The orders of the list of packets. */
export const packetSorts = ['active', 'newest', 'oldest', 'due'] as const
export type PacketSort = (typeof packetSorts)[number]

interface Asked {
  sort?: PacketSort | null | undefined
  status?: string | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
}

/**
 * The order in force. Scheduled packets are ordered by when they are due. With a span of time, packets are ordered by
 * submission: ordered by activity, those of the span might be far down the list.
 */
export function sortOf({ sort, status, from, to }: Asked): PacketSort {
  if (status === 'SCHEDULED') return sort ?? 'due'
  return sort ?? (from || to ? 'newest' : 'active')
}
