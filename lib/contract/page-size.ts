/**
 * Rows of a page unless told otherwise. Pages ask for as many, and the live list follows as many: it takes the place of
 * the first page that was fetched. Without schemas, so that a browser can have the number alone.
 */
export const usualPageSize = 50

export const mostPerPage = 200

/** Packets and receipts are counted up to this; a count that is one more means that there are more. */
export const mostCounted = 10_000
