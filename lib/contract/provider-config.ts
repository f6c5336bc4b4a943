/** `providers.json`. */
import { z } from 'zod'
import { address, providerName, receiptTimeoutMs } from './fields'

const variableName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'Name an environment variable, such as ROUTE_A_SECRET.')

/** One carrier in `providers.json`. Secrets stay in the environment; the file only names their variables. */
export const providerConfig = z.strictObject({
  name: providerName.refine((name) => name !== '.' && name !== '..', 'It cannot stand in an address.'),
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
