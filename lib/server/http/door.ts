/** What is refused before the framework sees it: it would answer 500, serve what it must not, or wait for a body that no page takes. */
import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { apiPaths } from '@/lib/contract/paths'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { isKnownHost } from './known-host'
import { isDecodable } from './malformed-address'
import { refuse } from './refusal'

/** True when it was refused and answered; nothing more is to be done with it then. */
export function refuseAtDoor(request: IncomingMessage, response: ServerResponse): boolean {
  const error = faultOf(request)
  if (error === null) return false
  refuse(error, request, response)
  return true
}

const allow = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
const methods: ReadonlySet<string> = new Set(allow.split(', '))

const allowForPages = 'GET, HEAD'
const methodsForPages: ReadonlySet<string> = new Set(allowForPages.split(', '))

/** A page's development tools also send something. */
function isForPages(method: string): boolean {
  return methodsForPages.has(method) || process.env.NODE_ENV === 'development'
}

function isApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/')
}

function notAllowed(allowed: string): ApiError {
  return new ApiError('METHOD_NOT_ALLOWED', `Use one of: ${allowed}.`, { headers: { Allow: allowed } })
}

/** What a worker asks, by the name that carriers use; neither tells anything of anybody. */
const forEveryone: ReadonlySet<string> = new Set([apiPaths.live, apiPaths.greeting])

function faultOf({ method = 'GET', url = '', headers }: IncomingMessage): ApiError | null {
  const [path = ''] = url.split('?')
  if (!path.startsWith('/')) return new ApiError('INVALID_REQUEST', 'The request names no path.')
  if (!isApi(path) && !isForPages(method)) return notAllowed(allowForPages)
  if (!methods.has(method)) return notAllowed(allow)
  if (!isDecodable(path)) return new ApiError('INVALID_REQUEST', 'The address is not percent-encoded UTF-8.')
  const { host, allowedHosts } = settings()
  if (forEveryone.has(path) || isKnownHost(headers.host, [host.toLowerCase(), ...allowedHosts])) return null
  const name = headers.host?.replace(/[^\w.:-]/g, '?').slice(0, 200)
  const detail = `Waybill does not know "${name}" as a name of its own. If it is one, add it to ALLOWED_HOSTS.`
  return new ApiError('UNKNOWN_HOST', detail)
}
