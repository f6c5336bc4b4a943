/** `GET /api/providers`. */
import { z } from 'zod'
import { routingModes } from '@/lib/directory/state'
import { instant } from './fields'
import { changeView, providerStateView, sendingView } from './provider-state'

export const providerSchema = z
  .object({
    name: z.string(),
    position: z.int().meta({ description: 'Counts from 1, in routing order.' }),
    host: z.string().meta({ description: 'Where it is reached.' }),
    receiptTimeoutMs: z.int(),
    state: providerStateView,
    inFlight: z.int().meta({ description: 'Packets awaiting its receipt now.' }),
    delivered: z.int().meta({ description: 'Packets it confirmed, within the retention.' }),
    failed: z.int().meta({ description: 'Packets it was tried for and did not deliver, likewise.' }),
    shareDelivered: z.number().nullable().meta({ description: '0 to 1; null when it was never tried.' }),
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
