/** Every operation of the API: the one table of routes. */
import { z } from 'zod'
import { brokerStatus } from '../broker'
import { liveness, readiness } from '../health'
import {
  drain,
  keptReceipts,
  pause,
  planRoute,
  probe,
  providers,
  receipt,
  reorder,
  resume,
  resumeSending,
  scoreboard,
  setRouting,
  setTimeout,
} from './carrier-operations'
import {
  cancel,
  contents,
  counts,
  erase,
  history,
  list,
  listEvents,
  packetEvents,
  packetReceiptsOperation,
  show,
  submit,
} from './packet-operations'
import type { Operation } from './responses'

const live: Operation = {
  id: 'getLiveness',
  tag: 'Service',
  summary: 'This process answers',
  success: { 200: { description: 'Live.', schema: liveness } },
  problems: [],
}

const ready: Operation = {
  id: 'getReadiness',
  tag: 'Service',
  summary: 'Packets submitted now would be worked on',
  success: { 200: { description: 'Temporal answers and workers are alive.', schema: readiness } },
  problems: ['NOT_READY', 'STORE_UNREACHABLE', 'TEMPORAL_UNREACHABLE'],
}

const openapi: Operation = {
  id: 'getOpenApi',
  tag: 'Service',
  summary: 'This document',
  success: {
    200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) },
  },
  problems: [],
}

const broker: Operation = {
  id: 'getBroker',
  tag: 'Service',
  summary: 'The consumers of a message broker, and how far they have come',
  success: { 200: { description: 'None where no consumer runs.', schema: brokerStatus } },
  problems: ['STORE_UNREACHABLE'],
}

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
  '/api/broker': { get: broker },
  '/api/openapi.json': { get: openapi },
}
