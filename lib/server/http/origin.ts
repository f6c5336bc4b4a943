/** Keeps other sites from using this one through a visitor's browser. Programs send neither header. */
import 'server-only'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import type { RequestHead } from './request-head'

/** @throws ApiError CROSS_ORIGIN */
export function requireSameOrigin(request: RequestHead): void {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  if (site === null ? isOwn(origin, request) : site === 'same-origin' || site === 'none') return
  throw new ApiError('CROSS_ORIGIN', `Ask from the page itself or from a program. ${hint(origin)}`.trim())
}

/** A proxy may have put another name into `Host`; of the address of the pages the settings tell. */
function isOwn(origin: string | null, request: RequestHead): boolean {
  if (origin === null) return true
  if (!URL.canParse(origin)) return false
  const { protocol, host, origin: asked } = new URL(origin)
  const { publicUrl } = settings()
  if (publicUrl !== null && asked === new URL(publicUrl).origin) return true
  const named = `${protocol}//${request.headers.get('host') ?? new URL(request.url).host}`
  return URL.canParse(named) && new URL(named).host === host
}

function hint(origin: string | null): string {
  if (origin === null || !URL.canParse(origin)) return ''
  const { publicUrl } = settings()
  const known = publicUrl === null ? 'it is not set' : `it is ${publicUrl}`
  return `If people reach it at ${new URL(origin).origin.slice(0, 200)}, PUBLIC_URL has to say so; ${known}.`
}
