/** Pages of a list. Each page begins after the place where the previous one ended. */
import { type Column, type SQL, sql } from 'drizzle-orm'

export interface PageRequest<Place> {
  limit: number
  after: Place | null
}

export interface Page<Row, Place> {
  items: Row[]
  /** Null after the last page. */
  next: Place | null
}

/** @param rows up to one more than `limit`, which means that there is another page */
export function pageOf<Row, Place>(
  rows: readonly Row[],
  limit: number,
  placeOf: (last: Row) => Place,
): Page<Row, Place> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? placeOf(last) : null }
}

/** A place in a list that is newest first. */
export interface TimePlace<Id extends string | number> {
  /** Milliseconds since the epoch. */
  at: number
  id: Id
}

/** The condition for rows after this place in a list that is newest first. */
export function isAfter(
  place: TimePlace<string | number> | null,
  [at, id]: readonly [at: Column, id: Column],
): SQL | undefined {
  if (place === null) return undefined
  return sql`(${at}, ${id}) < (${new Date(place.at).toISOString()}::timestamptz, ${place.id})`
}

/** All pages of a list, from the first to the last. */
export async function* pages<Row, Place>(
  read: (request: PageRequest<Place>) => Promise<Page<Row, Place>>,
  limit: number,
): AsyncGenerator<Row[]> {
  let after: Place | null = null
  do {
    const page: Page<Row, Place> = await read({ limit, after })
    yield page.items
    after = page.next
  } while (after !== null)
}
