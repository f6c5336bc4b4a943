/** Every route of the API by its address, so that tests call the handlers with real requests. */
import { apiPaths } from '@/lib/contract/paths'
import * as missing from '../[[...path]]/route'
import * as counts from '../counts/route'
import * as packetEvents from '../events/packets/[id]/route'
import * as listEvents from '../events/packets/route'
import * as live from '../health/live/route'
import * as ready from '../health/ready/route'
import * as openapi from '../openapi.json/route'
import * as cancel from '../packets/[id]/actions/cancel/route'
import * as erase from '../packets/[id]/actions/erase/route'
import * as contents from '../packets/[id]/contents/route'
import * as history from '../packets/[id]/history/route'
import * as packetReceipts from '../packets/[id]/receipts/route'
import * as packet from '../packets/[id]/route'
import * as packets from '../packets/route'
import * as drain from '../providers/[name]/actions/drain/route'
import * as probe from '../providers/[name]/actions/probe/route'
import * as resume from '../providers/[name]/actions/resume/route'
import * as setTimeout from '../providers/[name]/actions/set-timeout/route'
import * as pause from '../providers/actions/pause/route'
import * as reorder from '../providers/actions/reorder/route'
import * as resumeSending from '../providers/actions/resume/route'
import * as setRouting from '../providers/actions/set-routing/route'
import * as providers from '../providers/route'
import * as scoreboard from '../providers/scoreboard/route'
import * as keptReceipts from '../receipts/route'
import * as route from '../route/route'
import { sendToReceipts } from './receipt-server'

type Route = typeof packets

const routes: Readonly<Record<string, Route>> = {
  '/api/packets': packets,
  '/api/packets/{id}': packet,
  '/api/packets/{id}/contents': contents,
  '/api/packets/{id}/history': history,
  '/api/packets/{id}/receipts': packetReceipts,
  '/api/packets/{id}/actions/cancel': cancel,
  '/api/packets/{id}/actions/erase': erase,
  '/api/events/packets': listEvents,
  '/api/events/packets/{id}': packetEvents,
  '/api/counts': counts,
  '/api/receipts': keptReceipts,
  '/api/providers': providers,
  '/api/providers/scoreboard': scoreboard,
  '/api/providers/actions/reorder': reorder,
  '/api/providers/actions/pause': pause,
  '/api/providers/actions/resume': resumeSending,
  '/api/providers/actions/set-routing': setRouting,
  '/api/providers/{name}/actions/drain': drain,
  '/api/providers/{name}/actions/resume': resume,
  '/api/providers/{name}/actions/set-timeout': setTimeout,
  '/api/providers/{name}/actions/probe': probe,
  '/api/route': route,
  '/api/health/live': live,
  '/api/health/ready': ready,
  '/api/openapi.json': openapi,
}

const origin = 'http://127.0.0.1:3000'

/** Calls the handler that the framework would call; receipts go over HTTP, since Node's own server takes them. */
export async function callApi(path: string, init: RequestInit & { method?: string } = {}): Promise<Response> {
  if (path.split('?')[0] === apiPaths.receipts) return sendToReceipts(path, init)
  const request = new Request(new URL(path, origin), { duplex: 'half', ...init } as RequestInit)
  const { route, params } = find(new URL(request.url).pathname)
  const handler = Object.entries(route).find(([method]) => method === request.method)?.[1]
  if (handler === undefined) throw new Error(`The framework itself answers ${request.method}.`)
  return handler(request, { params: Promise.resolve(params) })
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

interface Found {
  route: Route
  params: Record<string, string>
}

function find(pathname: string): Found {
  const exact = routes[pathname]
  if (exact !== undefined) return { route: exact, params: {} }
  for (const [pattern, route] of Object.entries(routes)) {
    const [before = '', name, after = ''] = pattern.split(/[{}]/)
    if (name === undefined || !pathname.startsWith(before) || !pathname.endsWith(after)) continue
    const value = pathname.slice(before.length, pathname.length - after.length)
    if (value !== '' && !value.includes('/')) return { route, params: { [name]: decodeURIComponent(value) } }
  }
  return { route: missing, params: {} }
}
