import type { z } from 'zod'
import { orderChange, plainChange, resumeChange, routingChange, timeoutChange } from '../provider-actions'
import { providerList } from '../provider-list'
import { routePlan, routePlanQuery } from '../route-plan'
import type { Operation } from './responses'

const problems = ['CROSS_ORIGIN', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'STORE_UNREACHABLE'] as const

function action(id: string, summary: string, body: z.ZodType, description?: string): Operation {
  return {
    id,
    tag: 'Carriers',
    summary,
    ...(description !== undefined && { description }),
    body,
    success: {
      200: {
        description: 'In force for every choice made 2 s from now, on all workers.',
        schema: providerList,
      },
    },
    problems,
  }
}

function ofProvider(operation: Operation): Operation {
  return { ...operation, ofProvider: true, problems: [...problems, 'PROVIDER_NOT_FOUND'] }
}

export const drain = ofProvider(
  action('drainProvider', 'Give a provider no new packets', plainChange, 'Those it has finish.'),
)
export const resume = ofProvider(action('resumeProvider', 'Give a provider packets again', plainChange))
export const setTimeout = ofProvider(
  action('setProviderTimeout', 'Set the receipt time-out of a provider', timeoutChange),
)
const probeByHand = ofProvider(
  action(
    'probeProvider',
    'Hand a test packet to a provider',
    plainChange,
    'Its receipt closes an open breaker. While a probe is under way, no other is started.',
  ),
)
export const probe: Operation = {
  ...probeByHand,
  problems: [...probeByHand.problems, 'NO_PROBE_DESTINATION'],
}
export const reorder = action('reorderProviders', 'Set the routing order', orderChange)
export const pause = action(
  'pauseSending',
  'Hand no packet to anybody',
  plainChange,
  'Packets are accepted and wait. What was handed over before finishes.',
)
export const resumeSending = action(
  'resumeSending',
  'Send again, gradually',
  resumeChange,
  'From 10 % of the waiting and new packets to all of them.',
)
export const setRouting = action(
  'setRouting',
  'Choose providers in order or by measured quality',
  routingChange,
)

export const planRoute: Operation = {
  id: 'planRoute',
  tag: 'Carriers',
  summary: 'Where a packet to this destination would go now, and why',
  description:
    'A dry run: nothing is sent. It goes by the built-in rules; a routing service (`ROUTING_URL`) may choose another of the providers that are free.',
  query: routePlanQuery,
  success: { 200: { description: 'The plan.', schema: routePlan } },
  problems: ['STORE_UNREACHABLE'],
}
