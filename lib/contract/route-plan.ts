/** The dry run: where a packet would go now, and why, without sending one. */
import { z } from 'zod'
import { routingModes } from '@/lib/directory/state'
import { queriedAddress } from './fields'

export const routePlanQuery = z.strictObject({ destination: queriedAddress })

const stop = z.object({
  provider: z.string(),
  standing: z.enum(['next', 'later', 'prefix', 'drained', 'breaker']).meta({
    description: '`next` would get it first, `later` ones in turn; every other word says why it would not.',
  }),
  why: z.string().nullable().meta({ description: 'In words, for one that would not get it.' }),
  receiptTimeoutMs: z.int(),
})

export const routePlan = z
  .object({
    destination: z.string(),
    outcome: z.enum(['provider', 'waits', 'no-route']),
    provider: z.string().nullable(),
    why: z.string().meta({ description: 'One sentence.' }),
    routing: z.enum(routingModes),
    stops: z.array(stop).meta({ description: 'Every provider, in the order in which they would be tried.' }),
  })
  .meta({ id: 'RoutePlan' })

export type RoutePlan = z.infer<typeof routePlan>
export type PlanStop = RoutePlan['stops'][number]
