/** Determines the address that a request is for, in whatever form its client and the proxies in between send it. */
import 'server-only'
import type { IncomingMessage } from 'node:http'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'

const absolute = /^https?:\/\/(?<authority>[^/?#]*)(?<rest>[^#]*)/i

/**
 * Reduces an absolute request target, as sent to a proxy, to its path. The host in the target takes precedence over
 * `Host` (RFC 9112, 3.2.2).
 */
export function readAbsoluteTarget(request: IncomingMessage): void {
  const { authority, rest = '' } = absolute.exec(request.url ?? '')?.groups ?? {}
  if (authority === undefined) return
  request.url = rest.startsWith('/') ? rest : `/${rest}`
  request.headers.host = authority
}

/**
 * Removes the path of `PUBLIC_URL` where a proxy has not done so: all other code handles addresses without that path.
 */
export function takeOffPublicPath(request: IncomingMessage): void {
  const { publicPath } = settings()
  const url = (request.url ?? '').replace(/^\/{2,}/, '/')
  if (publicPath === '' || !url.startsWith(publicPath)) return
  const rest = url.slice(publicPath.length)
  if (rest === '' || rest.startsWith('?')) request.url = `/${rest}`
  else if (rest.startsWith('/')) request.url = rest
}

/** Adds the path of `PUBLIC_URL`: the framework has it in every address and serves nothing without it. */
export function putOnPublicPath(request: IncomingMessage): void {
  const { publicPath } = settings()
  const { url = '' } = request
  if (publicPath !== '') request.url = `${publicPath}${url.replace(/^\/(?=\?|$)/, '')}`
}

/** The path without the query. */
export function pathOf({ url = '' }: Pick<IncomingMessage, 'url'>): string {
  return url.split('?')[0] ?? ''
}

/** False when the path is not percent-encoded UTF-8. */
export function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname)
    return true
  } catch {
    return false
  }
}

/**
 * Null for an unambiguous path. Any other could mean one thing to a proxy's access rules and another to the server
 * behind it.
 */
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
