/** `GET /api/providers`. */
import { z } from 'zod'
import { routingModes } from '@/lib/directory/state'
import { cappedCount, instant } from './fields'
import { changeView, providerStateView, sendingView } from './provider-state'

export const providerSchema = z
  .object({
    name: z.string(),
    position: z.int().meta({ description: 'Counts from 1, in routing order.' }),
    host: z.string().meta({ description: 'Where it is reached.' }),
    receiptTimeoutMs: z.int(),
    state: providerStateView,
    inFlight: cappedCount('Packets awaiting its receipt now.'),
    delivered: z.int().meta({ description: 'Ended packets that it confirmed, in time or late.' }),
    failed: z.int().meta({
      description:
        'Ended packets that it was tried for and did not confirm. Those canceled, overtaken or lost to an outage of ours while it had them are in neither.',
    }),
    shareDelivered: z
      .number()
      .nullable()
      .meta({ description: '`delivered` of both, 0 to 1; null when there is none.' }),
  })
  .meta({ id: 'Provider' })

export type Provider = z.infer<typeof providerSchema>

export const providerList = z
  .object({
    items: z.array(providerSchema),
    countedAt: instant,
    sending: sendingView,
    routing: z.enum(routingModes).meta({ description: 'In order, or by measured quality.' }),
    changes: z.array(changeView).meta({ description: 'The last fifty, newest first.' }),
  })
  .meta({ id: 'ProviderList' })

export type ProviderList = z.infer<typeof providerList>
