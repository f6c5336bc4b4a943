/** Which address a request is for, whatever its client and the proxies in front of us make of it. */
import 'server-only'
import type { IncomingMessage } from 'node:http'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'

const absolute = /^https?:\/\/(?<authority>[^/?#]*)(?<rest>[^#]*)/i

/** A request that names its whole address, as for a proxy, is one for its path; the name in it counts, not `Host` (RFC 9112, 3.2.2). */
export function readAbsoluteTarget(request: IncomingMessage): void {
  const { authority, rest = '' } = absolute.exec(request.url ?? '')?.groups ?? {}
  if (authority === undefined) return
  request.url = rest.startsWith('/') ? rest : `/${rest}`
  request.headers.host = authority
}

/** Where a proxy leaves the path of `PUBLIC_URL` as it is, it is taken off: all else here knows addresses without it. */
export function takeOffPublicPath(request: IncomingMessage): void {
  const { publicPath } = settings()
  const url = (request.url ?? '').replace(/^\/{2,}/, '/')
  if (publicPath === '' || !url.startsWith(publicPath)) return
  const rest = url.slice(publicPath.length)
  if (rest === '' || rest.startsWith('?')) request.url = `/${rest}`
  else if (rest.startsWith('/')) request.url = rest
}

/** The framework has built the path of `PUBLIC_URL` into every address, and serves nothing without it. */
export function putOnPublicPath(request: IncomingMessage): void {
  const { publicPath } = settings()
  const { url = '' } = request
  if (publicPath !== '') request.url = `${publicPath}${url.replace(/^\/(?=\?|$)/, '')}`
}

/** The path alone. */
export function pathOf({ url = '' }: Pick<IncomingMessage, 'url'>): string {
  return url.split('?')[0] ?? ''
}

/** False when the percent signs in a path do not stand for UTF-8. */
export function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

/** Null for a path that can be taken at its word; others mean one thing to a proxy's rules and another to who serves them. */
export function addressFault(path: string): ApiError | null {
  if (!path.startsWith('/')) return malformed('The request names no path.')
  if (!isDecodable(path)) return malformed('The address is not percent-encoded UTF-8.')
  if (path.includes('\\')) return malformed('The address has a backslash; only / separates its parts.')
  const parts = decodeURIComponent(path).split(/[/\\]/)
  if (!parts.some((part) => part === '.' || part === '..')) return null
  return malformed('The address has a part "." or "..", encoded or not. Write it without.')
}

function malformed(detail: string): ApiError {
  return new ApiError('INVALID_REQUEST', detail)
}
