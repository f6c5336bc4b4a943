/**
 * A cursor wraps a place in a list of the store, or a page token of Temporal. An HMAC binds it to its list, so that a
 * cursor of another list, or an altered one, is refused before the store or Temporal sees it.
 */
import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Page, PageRequest, TimePlace } from '@/lib/store/page'
import { ApiError } from './api-error'
import { settings } from './env'

const sealBytes = 16

/** @param scope names the list, such as its filters */
export function toCursor(pageToken: Uint8Array | null | undefined, scope: string): string | null {
  if (!pageToken || pageToken.length === 0) return null
  const [{ key }] = settings().tokenKeys
  return Buffer.concat([seal(pageToken, scope, key), pageToken]).toString('base64url')
}

/** The page token in a cursor that was issued for the same scope. @throws ApiError BAD_CURSOR */
export function fromCursor(cursor: string, scope: string): Uint8Array {
  const bytes = Buffer.from(cursor, 'base64url')
  const [claimed, pageToken] = [bytes.subarray(0, sealBytes), bytes.subarray(sealBytes)]
  const genuine = settings().tokenKeys.some(
    ({ key }) => claimed.length === sealBytes && timingSafeEqual(claimed, seal(pageToken, scope, key)),
  )
  if (!genuine || pageToken.length === 0) throw badCursor()
  return pageToken
}

/** One page of a list of the store. */
export interface Listing<Place> {
  /** Names the list, such as its filters. */
  scope: string
  /** Schema of the place at which a page ends: the values that the list is sorted by. */
  place: z.ZodType<Place>
  /** Undefined for the first page. */
  cursor: string | undefined
  limit: number
}

/** @throws ApiError BAD_CURSOR, and whatever reading throws */
export async function readPage<Row, Place extends object>(
  { scope, place, cursor, limit }: Listing<Place>,
  read: (request: PageRequest<Place>) => Promise<Page<Row, Place>>,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : placeIn(cursor, scope, place)
  const { items, next } = await read({ limit, after })
  return { items, nextCursor: next && toCursor(Buffer.from(JSON.stringify(next)), scope) }
}

/**
 * A page with the total of its list. The count may be older than the page.
 *
 * @throws ApiError BAD_CURSOR, and whatever reading throws
 */
export async function readCountedPage<Row, Place extends object>(
  listing: Listing<Place>,
  read: (request: PageRequest<Place>) => Promise<Page<Row, Place>>,
  count: Promise<number>,
): Promise<{ items: Row[]; nextCursor: string | null; total: number }> {
  const [page, counted] = await Promise.all([readPage(listing, read), count])
  const { items, nextCursor } = page
  const isWhole = listing.cursor === undefined && nextCursor === null
  return { ...page, total: isWhole ? items.length : Math.max(counted, items.length) }
}

function placeIn<Place>(cursor: string, scope: string, schema: z.ZodType<Place>): Place {
  const place = schema.safeParse(JSON.parse(Buffer.from(fromCursor(cursor, scope)).toString()))
  if (!place.success) throw badCursor(place.error)
  return place.data
}

/** A place in a list that is sorted newest first. */
export const timePlace = z.object({ at: z.int(), id: z.string() }) satisfies z.ZodType<TimePlace<string>>
export const numberedTimePlace = z.object({ at: z.int(), id: z.int() }) satisfies z.ZodType<TimePlace<number>>

export function badCursor(cause?: unknown): ApiError {
  return new ApiError('BAD_CURSOR', 'Start again without a cursor, or use a cursor of this list.', { cause })
}

function seal(pageToken: Uint8Array, scope: string, key: Uint8Array): Buffer {
  const hmac = createHmac('sha256', key).update('cursor\0').update(scope).update('\0').update(pageToken)
  return hmac.digest().subarray(0, sealBytes)
}
