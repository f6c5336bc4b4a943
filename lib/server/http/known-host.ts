/**
 * Keeps pages of other sites from reading what is served here: a site can make its own name lead to this machine, and
 * a browser then takes both for one origin. It cannot do that with an address, nor with a name without a dot.
 */
import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { hostname } from 'node:os'
import { apiPaths } from '@/lib/contract/paths'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'

/** What a worker asks, by the name that carriers use; neither tells anything of anybody. */
const forEveryone: ReadonlySet<string> = new Set([apiPaths.live, apiPaths.greeting])

const plain = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\]|([\w-]+\.)*localhost|[\w-]+)$/

/**
 * @param host the header `Host`; without one it is no browser that asks
 * @param allowed names that lead here, in lower case; `*` allows all
 */
export function isKnownHost(host: string | undefined, allowed: readonly string[]): boolean {
  if (host === undefined) return true
  const name = host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
  return (
    plain.test(name) || name === hostname().toLowerCase() || allowed.includes(name) || allowed.includes('*')
  )
}

/** True when it was refused; nothing more is to be done with it then. */
export function refuseUnknownHost(request: IncomingMessage, response: ServerResponse): boolean {
  const { url = '', headers } = request
  const { host, allowedHosts } = settings()
  const [path = ''] = url.split('?')
  if (isKnownHost(headers.host, [host.toLowerCase(), ...allowedHosts]) || forEveryone.has(path)) return false
  const name = headers.host?.replace(/[^\w.:-]/g, '?').slice(0, 200)
  const detail = `Waybill does not know "${name}" as a name of its own. If it is one, add it to ALLOWED_HOSTS.`
  const error = new ApiError('UNKNOWN_HOST', detail)
  const body = JSON.stringify(error.toProblem())
  response.writeHead(error.status, {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    // Its body is not read.
    Connection: 'close',
  })
  response.end(body)
  return true
}
