/** Keeps other sites from changing or reading anything here through a visitor's browser. */
import 'server-only'
import { hostname } from 'node:os'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import type { RequestHead } from './request'

/** Programs, as opposed to browsers, send neither header. @throws ApiError CROSS_ORIGIN */
export function requireSameOrigin(request: RequestHead): void {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  if (site === null ? isOwn(origin, request) : site === 'same-origin' || site === 'none') return
  throw new ApiError(
    'CROSS_ORIGIN',
    `Send the request from a page of Waybill or from a program. ${hint(origin)}`.trim(),
  )
}

/** A proxy may have changed `Host`, so an origin that equals PUBLIC_URL's is accepted as well. */
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
  return `If people reach Waybill at ${new URL(origin).origin.slice(0, 200)}, set PUBLIC_URL to that; ${known}.`
}

const plain = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\]|([\w-]+\.)*localhost|[\w-]+)$/

/**
 * Guards against DNS rebinding: a site can make its own name resolve to this machine, and a browser then treats both
 * as one origin. It cannot do that with an address, nor with a name without a dot.
 *
 * @param host the header `Host`; without it, the client is not a browser
 * @param allowed names that lead here, in lower case
 */
export function isKnownHost(host: string | undefined, allowed: readonly string[]): boolean {
  if (host === undefined) return true
  const name = host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
  return plain.test(name) || name === hostname().toLowerCase() || allowed.includes(name)
}
