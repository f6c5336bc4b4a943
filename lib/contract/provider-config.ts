import { z } from 'zod'
import { routingModes } from '@/lib/directory/state'
import { address, instant, providerName, receiptTimeoutMs } from './fields'
import { changeView, providerStateView, sendingView } from './provider-state'

const variableName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'Name an environment variable, such as ROUTE_A_SECRET.')

/** One carrier in `providers.json`. Secrets stay in the environment; the file only names their variables. */
export const providerConfig = z.strictObject({
  name: providerName,
  url: z.url({ protocol: /^https?$/ }).max(2048),
  handOverSecretEnv: variableName,
  receiptSecretEnv: variableName,
  receiptTimeoutMs: receiptTimeoutMs.optional(),
  /** It answers `POST <url>/recall`. */
  recall: z.boolean().optional(),
  /** Starts of the destinations that it serves; all of them when left out. */
  destinationPrefixes: z
    .array(address)
    .min(1, 'Leave it out when it serves every destination.')
    .max(1000)
    .optional(),
  /** How much it is preferred when routing goes by measured quality; 1 when left out. */
  weight: z.number().min(0.01).max(100).optional(),
  /** Hand-overs that one worker begins in a second, and has under way at once. */
  maxPerSecond: z.number().min(0.1).max(10_000).optional(),
  maxConcurrent: z.int().min(1).max(10_000).optional(),
})

export type ProviderConfig = z.infer<typeof providerConfig>

/** The whole file, in routing order. */
export const providersFile = z
  .array(providerConfig)
  .min(1, 'Configure at least one provider.')
  .max(50)
  .refine((list) => new Set(list.map((each) => each.name)).size === list.length, 'Names must differ.')

/** One row of `GET /api/providers`. */
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
