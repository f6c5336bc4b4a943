/** Providers and their scores, and changes of the provider directory. */

import { z } from 'zod'
import { operatorReasonBody } from '../fields'
import { json, type OperationTable } from '../operation'
import { orderChange, resumeChange, routingChange, timeoutChange } from '../provider-actions'
import { providerList } from '../provider-list'
import { routePlan, routePlanQuery } from '../route-plan'
import { scoreboardQuery, scoreboardSchema } from '../scoreboard'

const tag = 'Carriers'
/** Any text is accepted: a name that is not configured is answered with 404. */
const params = z.object({ name: z.string().meta({ example: 'RouteA' }) })
const success = {
  200: { description: 'In force for every choice made 2 s from now, on all workers.', schema: providerList },
} as const

export const providerOperations = {
  'GET /api/providers': {
    id: 'listProviders',
    tag,
    summary: 'Providers in routing order, with their scores',
    success: {
      200: { description: 'All of them, counted at most a few seconds ago.', schema: providerList },
    },
  },
  'GET /api/providers/scoreboard': {
    id: 'getScoreboard',
    tag,
    summary: 'The results of each provider over a window, and what other time-outs would have meant',
    description:
      'Counted from packets that have ended within the window. A late receipt corrects what its packet counted as.',
    query: scoreboardQuery,
    success: { 200: { description: 'Every provider.', schema: scoreboardSchema } },
  },
  'GET /api/route': {
    id: 'planRoute',
    tag,
    summary: 'Where a packet to this destination would go now, and why',
    description:
      'A dry run: nothing is sent. It uses the built-in rules; a routing service (`ROUTING_URL`) may choose another of the providers that are free.',
    query: routePlanQuery,
    success: { 200: { description: 'The plan.', schema: routePlan } },
  },

  'POST /api/providers/{name}/actions/drain': {
    id: 'drainProvider',
    audit: { action: 'provider.drain' },
    tag,
    summary: 'Give a provider no new packets',
    description: 'Those it has finish.',
    params,
    body: json(operatorReasonBody),
    success,
    problems: ['PROVIDER_NOT_FOUND'],
  },
  'POST /api/providers/{name}/actions/resume': {
    id: 'resumeProvider',
    audit: { action: 'provider.resume' },
    tag,
    summary: 'Give a provider packets again',
    params,
    body: json(operatorReasonBody),
    success,
    problems: ['PROVIDER_NOT_FOUND'],
  },
  'POST /api/providers/{name}/actions/set-timeout': {
    id: 'setProviderTimeout',
    audit: { action: 'provider.set-timeout', parameters: ['receiptTimeoutMs'] },
    tag,
    summary: 'Set the receipt time-out of a provider',
    params,
    body: json(timeoutChange),
    success,
    problems: ['PROVIDER_NOT_FOUND'],
  },
  'POST /api/providers/{name}/actions/probe': {
    id: 'probeProvider',
    audit: { action: 'provider.probe' },
    tag,
    summary: 'Hand a test packet to a provider',
    description: 'Its receipt closes an open breaker. While a probe is under way, no other is started.',
    params,
    body: json(operatorReasonBody),
    success,
    problems: ['PROVIDER_NOT_FOUND', 'NO_PROBE_DESTINATION'],
  },
  'POST /api/providers/actions/reorder': {
    id: 'reorderProviders',
    audit: { action: 'providers.reorder', parameters: ['order'] },
    tag,
    summary: 'Set the routing order',
    body: json(orderChange),
    success,
  },
  'POST /api/providers/actions/pause': {
    id: 'pauseSending',
    audit: { action: 'providers.pause' },
    tag,
    summary: 'Hand over no packet until sending is resumed',
    description: 'Packets are accepted and wait. What was handed over before finishes.',
    body: json(operatorReasonBody),
    success,
  },
  'POST /api/providers/actions/resume': {
    id: 'resumeSending',
    audit: { action: 'providers.resume', parameters: ['overMs'] },
    tag,
    summary: 'Send again, gradually',
    description: 'From 10 % of the waiting and new packets to all of them.',
    body: json(resumeChange),
    success,
  },
  'POST /api/providers/actions/set-routing': {
    id: 'setRouting',
    audit: { action: 'providers.set-routing', parameters: ['routing'] },
    tag,
    summary: 'Choose providers in order or by measured quality',
    body: json(routingChange),
    success,
  },
} as const satisfies OperationTable
