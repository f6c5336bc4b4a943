/** Which address a request is for, whatever its client and the proxies in front of us make of it. */
import 'server-only'
import type { IncomingMessage } from 'node:http'
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
