/**
 * Cursors wrap a place in a list of the store, or Temporal's page tokens, sealed to what they page through: one from
 * another list, or one that was altered, is refused before the store or Temporal sees it.
 */
import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'
import { ApiError } from './api-error'
import { settings } from './env'

const sealBytes = 16

/** @param scope names the list, such as its filters */
export function toCursor(pageToken: Uint8Array | null | undefined, scope: string): string | null {
  if (!pageToken || pageToken.length === 0) return null
  const [{ key }] = settings().tokenKeys
  return Buffer.concat([seal(pageToken, scope, key), pageToken]).toString('base64url')
}

/** The page token in a cursor that was made here for the same scope. @throws ApiError BAD_CURSOR */
export function fromCursor(cursor: string, scope: string): Uint8Array {
  const bytes = Buffer.from(cursor, 'base64url')
  const [claimed, pageToken] = [bytes.subarray(0, sealBytes), bytes.subarray(sealBytes)]
  const genuine = settings().tokenKeys.some(
    ({ key }) => claimed.length === sealBytes && timingSafeEqual(claimed, seal(pageToken, scope, key)),
  )
  if (!genuine || pageToken.length === 0) throw badCursor()
  return pageToken
}

/** @param place where the page ends, in the values that the list is sorted by; null for the last page */
export function toPlaceCursor(place: object | null, scope: string): string | null {
  return place && toCursor(Buffer.from(JSON.stringify(place)), scope)
}

/** @throws ApiError BAD_CURSOR */
export function placeInCursor<Place>(cursor: string, scope: string, schema: z.ZodType<Place>): Place {
  const place = schema.safeParse(JSON.parse(Buffer.from(fromCursor(cursor, scope)).toString()))
  if (!place.success) throw badCursor(place.error)
  return place.data
}

export function badCursor(cause?: unknown): ApiError {
  return new ApiError('BAD_CURSOR', 'Start again without a cursor, or use one of this very list.', { cause })
}

function seal(pageToken: Uint8Array, scope: string, key: Uint8Array): Buffer {
  const hmac = createHmac('sha256', key).update('cursor\0').update(scope).update('\0').update(pageToken)
  return hmac.digest().subarray(0, sealBytes)
}
