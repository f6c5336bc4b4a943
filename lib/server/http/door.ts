/**
 * Refuses requests before the framework sees them, which would answer 500, serve internal addresses, or wait for a
 * body that no page takes.
 */
import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { apiPath } from '@/lib/contract/paths'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { addressFault, pathOf } from './address'
import { isKnownHost } from './origin'
import { refuse } from './refusal'

/** True when the request was refused and answered; the caller must then do nothing more with it. */
export function refuseAtDoor(request: IncomingMessage, response: ServerResponse): boolean {
  const error = faultOf(request)
  if (error === null) {
    leaveOutInternalHeaders(request)
    return false
  }
  refuse(error, request, response)
  return true
}

const allow = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
const methods: ReadonlySet<string> = new Set(allow.split(', '))

const allowForPages = 'GET, HEAD'
const methodsForPages: ReadonlySet<string> = new Set(allowForPages.split(', '))

const isDevelopment = () => process.env.NODE_ENV === 'development'

/** In development every method is allowed, because the development tools also send requests that are not reads. */
function isForPages(method: string): boolean {
  return methodsForPages.has(method) || isDevelopment()
}

/** True if the request is for an address of the API. */
export function isApi(request: Pick<IncomingMessage, 'url'>): boolean {
  return /^\/api(\/|$)/.test(pathOf(request))
}

/** Internal addresses of the framework, except its built files. In development its tools are served too. */
function isOfFramework(path: string): boolean {
  return /^\/+_+next/.test(decodeURIComponent(path)) && !path.startsWith('/_next/static/') && !isDevelopment()
}

function notAllowed(allowed: string): ApiError {
  return new ApiError('METHOD_NOT_ALLOWED', `Use one of: ${allowed}.`, { headers: { Allow: allowed } })
}

/**
 * Served under any host name: workers ask it under the name that carriers use. The answer reveals nothing of packets
 * or people.
 */
const forEveryone: ReadonlySet<string> = new Set([apiPath('/api/health/live')])

function faultOf(request: IncomingMessage): ApiError | null {
  const { method = 'GET', headers } = request
  const path = pathOf(request)
  const malformed = addressFault(path)
  if (malformed !== null) return malformed
  if (!isApi(request) && !isForPages(method)) return notAllowed(allowForPages)
  if (!methods.has(method)) return notAllowed(allow)
  if (isOfFramework(path)) return new ApiError('NOT_FOUND', 'Nothing is served here.')
  if (!isRouterState(headers['next-router-state-tree']))
    return new ApiError(
      'INVALID_REQUEST',
      'The header Next-Router-State-Tree does not come from a page of Waybill.',
    )
  const { host, publicUrl } = settings()
  const own = publicUrl === null ? [] : [new URL(publicUrl).hostname]
  if (forEveryone.has(path) || isKnownHost(headers.host, [host.toLowerCase(), ...own])) return null
  return unknownHost(headers.host)
}

function unknownHost(host = ''): ApiError {
  const name = host.replace(/[^\w.:[\]-]/g, '?').slice(0, 200)
  const { publicUrl } = settings()
  const todo =
    publicUrl === null
      ? 'If it is one, set PUBLIC_URL to the address of the pages'
      : `PUBLIC_URL is ${publicUrl}. Use that name, or let the proxy pass on the Host header that it received`
  return new ApiError('UNKNOWN_HOST', `Waybill does not know "${name}" as one of its names. ${todo}.`)
}

type RouterState = [string | unknown[], Record<string, RouterState>, ...unknown[]]
const routerState: z.ZodType<RouterState> = z.lazy(() =>
  z.tuple([z.union([z.string(), z.array(z.unknown())]), z.record(z.string(), routerState)]).rest(z.unknown()),
)

/**
 * Checks the header in which a page describes its router state; the framework answers 500 when it cannot parse that.
 */
function isRouterState(header: string | string[] | undefined): boolean {
  if (header === undefined) return true
  try {
    return routerState.safeParse(JSON.parse(decodeURIComponent(String(header)))).success
  } catch {
    return false
  }
}

/**
 * Headers by which parts of the framework pass decisions to each other. From outside they are not trusted and are
 * removed.
 */
const internal =
  /^(x-middleware-|x-nextjs-|x-now-|x-invoke-|x-matched-path$|x-next-|next-resume$|next-action$)/

function leaveOutInternalHeaders({ headers }: IncomingMessage): void {
  for (const name of Object.keys(headers)) if (internal.test(name)) delete headers[name]
  const { publicUrl } = settings()
  const own = publicUrl === null ? null : new URL(publicUrl).host
  if (headers['x-forwarded-host'] !== own) delete headers['x-forwarded-host']
}
