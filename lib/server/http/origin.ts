/** Keeps other sites from making changes through a visitor's browser. Programs send neither header. */
import 'server-only'
import { ApiError } from '@/lib/server/api-error'
import type { RequestHead } from './request-head'

/** @throws ApiError CROSS_ORIGIN */
export function requireSameOrigin(request: RequestHead): void {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const allowed = site === null ? isOwn(origin, request) : site === 'same-origin' || site === 'none'
  if (!allowed) throw new ApiError('CROSS_ORIGIN', 'Make this change from the page itself or from a program.')
}

function isOwn(origin: string | null, request: RequestHead): boolean {
  if (origin === null) return true
  const host = request.headers.get('host') ?? new URL(request.url).host
  return URL.canParse(origin) && new URL(origin).host === host
}
