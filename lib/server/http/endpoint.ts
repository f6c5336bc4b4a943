/**
 * What all routes have in common: methods, the same-origin check, errors as problems, one log line for each request.
 */
import 'server-only'
import { randomUUID } from 'node:crypto'
import { buildHeader } from '@/lib/contract/paths'
import { ApiError } from '@/lib/server/api-error'
import { countRequest } from '@/lib/server/metrics/counted'
import { buildId, letGoWhenStopping, log } from '@/lib/server/process'
import { traced, traceparentOf } from '@/lib/tracing/tracing'
import { ofApi } from '@/security-headers'
import { requireSameOrigin } from './origin'
import type { ApiRequest } from './request'

type PathParams = Record<string, string>
type Handler = (request: ApiRequest, params: PathParams) => Promise<Response> | Response

export interface Handlers {
  GET?: Handler
  POST?: Handler
  /** A GET that streams; HEAD is not offered for it. */
  STREAM?: Handler
  /** Handles every method. */
  ANY?: Handler
}

/**
 * Answers every method: 405 with the offered methods where there is no handler. Never rejects.
 *
 * @param route the path as documented, with parameter names, for metrics
 */
export function endpoint(
  handlers: Handlers,
  route = 'other',
): (request: ApiRequest, params: PathParams) => Promise<Response> {
  const allow = allowed(handlers)
  return async (request, params) => {
    const { method, url } = request
    const startedAt = performance.now()
    const respond = () =>
      answer(async () => {
        if (isOwnPagesOnly(method, handlers)) requireSameOrigin(request)
        return handlerOf(method, handlers, allow)(request, params)
      })
    const response = isAskedAllTheTime(route) ? await respond() : await inTrace(request, route, respond)
    const ms = Math.round(performance.now() - startedAt)
    countRequest(route, method, response.status, performance.now() - startedAt)
    const { pathname: path } = new URL(url)
    const level = isAskedAllTheTime(path) ? 'debug' : 'info'
    log()[level]({ method, path: path.slice(0, 300), status: response.status, ms }, 'request')
    for (const { key, value } of ofApi) response.headers.set(key, value)
    response.headers.set(buildHeader, buildId())
    return letGoWhenStopping(response)
  }
}

/** Health probes come every few seconds: they are not traced, and are logged at debug level only. */
function isAskedAllTheTime(path: string): boolean {
  return path.startsWith('/api/health/')
}

/** Continues the caller's trace. */
function inTrace(
  { method, headers }: ApiRequest,
  route: string,
  respond: () => Promise<Response>,
): Promise<Response> {
  const options = () => {
    const attributes = { 'http.request.method': method, 'http.route': route }
    return { kind: 'server', parent: traceparentOf(headers.get('traceparent')), attributes } as const
  }
  return traced(`${method} ${route}`, options, async (span) => {
    const response = await respond()
    span?.set({ 'http.response.status_code': response.status })
    if (response.status >= 500) span?.fail(String(response.status))
    return response
  })
}

function allowed({ GET, POST, STREAM }: Handlers): string {
  const offered = [GET && 'GET, HEAD', STREAM && 'GET', POST && 'POST', 'OPTIONS']
  return offered.filter((names) => names !== undefined).join(', ')
}

function handlerOf(method: string, handlers: Handlers, allow: string): Handler {
  const { GET, POST, STREAM, ANY } = handlers
  if (ANY) return ANY
  const get = GET ?? STREAM
  if (method === 'GET' && get) return get
  if (method === 'HEAD' && GET) return headOf(GET)
  if (method === 'POST' && POST) return POST
  if (method === 'OPTIONS') return () => new Response(null, { status: 204, headers: { Allow: allow } })
  return () => {
    throw new ApiError('METHOD_NOT_ALLOWED', `Use one of: ${allow}.`, { headers: { Allow: allow } })
  }
}

function headOf(get: Handler): Handler {
  return async (request, params) => {
    const { status, headers } = await get(request, params)
    return new Response(null, { status, headers })
  }
}

const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Streams count as changes here, because one that another site's page opens would take a viewer's place. */
function isOwnPagesOnly(method: string, { STREAM }: Handlers): boolean {
  return !safe.has(method) || (STREAM !== undefined && method === 'GET')
}

async function answer(respond: () => Promise<Response>): Promise<Response> {
  try {
    return await respond()
  } catch (error) {
    if (error instanceof ApiError) return problem(error)
    const instance = `urn:uuid:${randomUUID()}`
    log().error({ err: error, instance }, 'a request failed unexpectedly')
    return problem(
      new ApiError('INTERNAL', 'See the log of the web process for the instance named here.'),
      instance,
    )
  }
}

/** Up to this length, compressing an answer takes longer than sending it uncompressed. */
const smallLength = 2000

interface Init {
  status?: number | undefined
  headers?: Record<string, string>
}

export function json(value: unknown, { status = 200, headers }: Init = {}): Response {
  const body = JSON.stringify(value)
  return new Response(body, {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': body.length <= smallLength ? 'no-store, no-transform' : 'no-store',
      ...headers,
    },
  })
}

export function problem(error: ApiError, instance?: string): Response {
  const headers = { ...error.headers, 'Content-Type': 'application/problem+json' }
  return json(error.toProblem(instance), { status: error.status, headers })
}
