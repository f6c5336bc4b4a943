/** What every route shares: methods, same-origin check, errors as problems, one log line for each request. */
import 'server-only'
import { randomUUID } from 'node:crypto'
import { buildHeader } from '@/lib/contract/paths'
import { ApiError } from '@/lib/server/api-error'
import { buildId } from '@/lib/server/build-id'
import { log } from '@/lib/server/log'
import { letGoWhenStopping } from '@/lib/server/stopping'
import { requireSameOrigin } from './origin'
import { problem } from './reply'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof methods)[number]

type PathParams = Record<string, string | string[] | undefined>
interface RouteContext {
  params: Promise<PathParams>
}

type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>
type Handler = (request: Request, params: PathParams) => Promise<Response> | Response

export interface Handlers {
  GET?: Handler
  POST?: Handler
  /** A GET that streams cannot be asked for its head alone. */
  STREAM?: Handler
  /** Answers whatever the method is. */
  ANY?: Handler
}

/** One route for every method: those without a handler are answered with 405 and the methods on offer. */
export function endpoint(handlers: Handlers): Record<Method, RouteHandler> {
  const allow = allowed(handlers)
  const entries = methods.map((method) => {
    const handler = handlerOf(method, handlers, allow)
    return [method, routeHandler(method, handler, isOwnPagesOnly(method, handlers))]
  })
  return Object.fromEntries(entries) as Record<Method, RouteHandler>
}

function allowed({ GET, POST, STREAM }: Handlers): string {
  const offered = [GET && 'GET, HEAD', STREAM && 'GET', POST && 'POST', 'OPTIONS']
  return offered.filter((names) => names !== undefined).join(', ')
}

function handlerOf(method: Method, handlers: Handlers, allow: string): Handler {
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

const safe: ReadonlySet<Method> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A stream that another site's page opens would take a place away from a viewer. */
function isOwnPagesOnly(method: Method, { STREAM }: Handlers): boolean {
  return !safe.has(method) || (STREAM !== undefined && method === 'GET')
}

function routeHandler(method: Method, handler: Handler, ownPagesOnly: boolean): RouteHandler {
  return async (request, context) => {
    const startedAt = performance.now()
    const response = await answer(async () => {
      if (ownPagesOnly) requireSameOrigin(request)
      return handler(request, await context.params)
    })
    const ms = Math.round(performance.now() - startedAt)
    const { pathname: path } = new URL(request.url)
    // Probes ask every few seconds.
    const level = path.startsWith('/api/health/') ? 'debug' : 'info'
    log()[level]({ method, path: path.slice(0, 300), status: response.status, ms }, 'request')
    response.headers.set(buildHeader, buildId())
    return letGoWhenStopping(response)
  }
}

async function answer(respond: () => Promise<Response>): Promise<Response> {
  try {
    return await respond()
  } catch (error) {
    if (error instanceof ApiError) return problem(error)
    const instance = `urn:uuid:${randomUUID()}`
    log().error({ err: error, instance }, 'a request failed unexpectedly')
    return problem(new ApiError('INTERNAL', 'It is logged under the instance named here.'), instance)
  }
}
