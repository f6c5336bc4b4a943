/** Every operation of the API: the one table of routes. */
import { keptReceipts, providers, receipt, scoreboard } from './carrier-operations'
import { counts, listEvents, packetEvents } from './live-operations'
import {
  cancel,
  contents,
  erase,
  history,
  list,
  packetReceiptsOperation,
  show,
  submit,
} from './packet-operations'
import {
  drain,
  pause,
  planRoute,
  probe,
  reorder,
  resume,
  resumeSending,
  setRouting,
  setTimeout,
} from './provider-operations'
import type { Operation } from './responses'
import { live, openapi, ready } from './service-operations'

type Methods = Partial<Record<'get' | 'post', Operation>>

export const operations: Readonly<Record<string, Methods>> = {
  '/api/packets': { post: submit, get: list },
  '/api/packets/{id}': { get: show },
  '/api/packets/{id}/contents': { get: contents },
  '/api/packets/{id}/history': { get: history },
  '/api/packets/{id}/receipts': { get: packetReceiptsOperation },
  '/api/packets/{id}/actions/cancel': { post: cancel },
  '/api/packets/{id}/actions/erase': { post: erase },
  '/api/events/packets': { get: listEvents },
  '/api/events/packets/{id}': { get: packetEvents },
  '/api/counts': { get: counts },
  '/api/callbacks/transmit': { post: receipt },
  '/api/receipts': { get: keptReceipts },
  '/api/providers': { get: providers },
  '/api/providers/scoreboard': { get: scoreboard },
  '/api/providers/{name}/actions/drain': { post: drain },
  '/api/providers/{name}/actions/resume': { post: resume },
  '/api/providers/{name}/actions/set-timeout': { post: setTimeout },
  '/api/providers/{name}/actions/probe': { post: probe },
  '/api/providers/actions/reorder': { post: reorder },
  '/api/providers/actions/pause': { post: pause },
  '/api/providers/actions/resume': { post: resumeSending },
  '/api/providers/actions/set-routing': { post: setRouting },
  '/api/route': { get: planRoute },
  '/api/health/live': { get: live },
  '/api/health/ready': { get: ready },
  '/api/openapi.json': { get: openapi },
}
