/** Schemas of what the provider directory keeps in its memo. */
import { z } from 'zod'
import type { LoggedChange } from '@/lib/directory/change'
import { type DirectoryState, probeEndings, routingModes } from '@/lib/directory/state'

const milliseconds = z.int().min(0)
const standing = z.object({ since: milliseconds, reason: z.string() })
const probeResult = z.object({
  is: z.enum(probeEndings),
  ms: z.number().nullable().default(null),
  detail: z.string().nullable().default(null),
})

export const breakerIs = z.enum(['open', 'half-open', 'closed'])

const providerState = z.object({
  name: z.string(),
  drained: standing.nullable().default(null),
  receiptTimeoutMs: milliseconds.nullable().default(null),
  breaker: standing
    .extend({
      is: breakerIs,
      nextProbeAt: milliseconds.nullable().default(null),
      openings: z.int(),
      firstProbeMs: milliseconds,
      receiptTimeoutMs: milliseconds,
    })
    .nullable()
    .default(null),
  probe: z
    .object({
      number: z.int(),
      since: milliseconds,
      receiptTimeoutMs: milliseconds,
      result: probeResult.nullable().default(null),
    })
    .nullable()
    .default(null),
})

/** The state in force, as the memo has it; what is null is left out there. */
export const directoryMemo = z.object({
  changes: z.int(),
  order: z.array(z.string()),
  routing: z.enum(routingModes),
  paused: standing.nullable().default(null),
  resumed: standing.extend({ overMs: milliseconds }).nullable().default(null),
  providers: z.array(providerState),
}) satisfies z.ZodType<DirectoryState>

const ofProvider = { provider: z.string() }

const change = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['drain', 'resume']), ...ofProvider }),
  z.object({ do: z.literal('set-timeout'), ...ofProvider, receiptTimeoutMs: milliseconds.nullable() }),
  z.object({ do: z.literal('reorder'), order: z.array(z.string()) }),
  z.object({ do: z.literal('pause') }),
  z.object({ do: z.literal('resume-sending'), overMs: milliseconds }),
  z.object({ do: z.literal('set-routing'), routing: z.enum(routingModes) }),
  z.object({ do: z.literal('probe'), ...ofProvider, receiptTimeoutMs: milliseconds }),
  z.object({
    do: z.literal('trip'),
    ...ofProvider,
    firstProbeMs: milliseconds,
    receiptTimeoutMs: milliseconds,
  }),
  z.object({ do: z.literal('half-open'), ...ofProvider }),
  z.object({ do: z.literal('probed'), ...ofProvider, number: z.int(), result: probeResult }),
])

/** The change log, as the memo has it. */
export const changesMemo = z.array(
  z.object({
    id: z.string(),
    at: milliseconds,
    who: z.string().nullable(),
    reason: z.string(),
    what: change,
  }),
) satisfies z.ZodType<LoggedChange[]>
