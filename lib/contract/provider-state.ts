/** What the API shows of the provider directory. */
import { z } from 'zod'
import { probeEndings } from '@/lib/directory/state'
import { instant } from './fields'

const breakerIs = z.enum(['open', 'half-open', 'closed'])

const standingView = z.object({ since: instant, reason: z.string() })

/** Where a probe is: `queued` for a worker, `sent` and awaiting its receipt, or how it ended. */
export const probeView = z
  .object({
    workflowId: z.string(),
    since: instant,
    phase: z.enum(['queued', 'sent', ...probeEndings]),
    ms: z.number().nullable().meta({ description: 'From the hand-over to the receipt.' }),
    detail: z.string().nullable(),
  })
  .meta({ id: 'Probe' })

export type ProbeView = z.infer<typeof probeView>

export const providerStateView = z
  .object({
    drained: standingView.nullable().meta({ description: 'It gets no new packets.' }),
    breaker: z.object({
      state: breakerIs,
      since: instant.nullable(),
      reason: z.string().nullable(),
      nextProbeAt: instant.nullable(),
    }),
    receiptTimeoutMs: z.int().meta({ description: 'The one in force.' }),
    configuredTimeoutMs: z.int(),
    probe: probeView.nullable().meta({ description: 'The last one.' }),
  })
  .meta({ id: 'ProviderState' })

export type ProviderStateView = z.infer<typeof providerStateView>

export const sendingView = z
  .object({
    paused: z.boolean(),
    since: instant.nullable(),
    reason: z.string().nullable(),
    resumeShare: z.number().meta({ description: 'The share of packets that go now, 0 to 1.' }),
  })
  .meta({ id: 'Sending' })

export type SendingView = z.infer<typeof sendingView>

export const changeView = z
  .object({
    id: z.string(),
    at: instant,
    who: z.string().nullable().meta({ description: 'Null when nobody said, or when no person did it.' }),
    automatic: z.boolean(),
    action: z.string(),
    provider: z.string().nullable(),
    what: z.string().meta({ description: 'In words.' }),
    reason: z.string(),
  })
  .meta({ id: 'LoggedChange' })

export type ChangeView = z.infer<typeof changeView>
