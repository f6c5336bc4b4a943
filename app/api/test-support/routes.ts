/** Every route of the API by its address, so that tests call the handlers with real requests. */
import * as missing from '../[[...path]]/route'
import * as receipts from '../callbacks/transmit/route'
import * as packetEvents from '../events/packets/[id]/route'
import * as listEvents from '../events/packets/route'
import * as greeting from '../greeting/route'
import * as live from '../health/live/route'
import * as ready from '../health/ready/route'
import * as openapi from '../openapi.json/route'
import * as cancel from '../packets/[id]/actions/cancel/route'
import * as contents from '../packets/[id]/contents/route'
import * as history from '../packets/[id]/history/route'
import * as packet from '../packets/[id]/route'
import * as packets from '../packets/route'
import * as providers from '../providers/route'
import * as scoreboard from '../providers/scoreboard/route'

type Route = typeof packets

const routes: Readonly<Record<string, Route>> = {
  '/api/packets': packets,
  '/api/packets/{id}': packet,
  '/api/packets/{id}/contents': contents,
  '/api/packets/{id}/history': history,
  '/api/packets/{id}/actions/cancel': cancel,
  '/api/events/packets': listEvents,
  '/api/events/packets/{id}': packetEvents,
  '/api/callbacks/transmit': receipts,
  '/api/providers': providers,
  '/api/providers/scoreboard': scoreboard,
  '/api/health/live': live,
  '/api/health/ready': ready,
  '/api/greeting': greeting,
  '/api/openapi.json': openapi,
}

const origin = 'http://127.0.0.1:3000'

/** Calls the handler that the framework would call. */
export async function callApi(path: string, init: RequestInit & { method?: string } = {}): Promise<Response> {
  const request = new Request(new URL(path, origin), { duplex: 'half', ...init } as RequestInit)
  const { route, id } = find(new URL(request.url).pathname)
  const handler = Object.entries(route).find(([method]) => method === request.method)?.[1]
  if (handler === undefined) throw new Error(`The framework itself answers ${request.method}.`)
  return handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) })
}

export function postJson(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return callApi(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

function find(pathname: string): { route: Route; id?: string } {
  const exact = routes[pathname]
  if (exact !== undefined) return { route: exact }
  for (const [pattern, route] of Object.entries(routes)) {
    const [before = '', after] = pattern.split('{id}')
    if (after === undefined || !pathname.startsWith(before) || !pathname.endsWith(after)) continue
    const id = pathname.slice(before.length, pathname.length - after.length)
    if (id !== '' && !id.includes('/')) return { route, id: decodeURIComponent(id) }
  }
  return { route: missing }
}
