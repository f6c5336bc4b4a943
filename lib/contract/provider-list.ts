/** `GET /api/providers`: the providers, and what is in force for them. */
import { z } from 'zod'
import { probeEndings, routingModes } from '@/lib/directory/state'
import { cappedCount, instant } from './fields'

const breakerIs = z.enum(['open', 'half-open', 'closed'])

const standingView = z.object({ since: instant, reason: z.string() })

/** Where a probe is: `queued` for a worker, `sent` and awaiting its receipt, or how it ended. */
const probeView = z
  .object({
    workflowId: z.string(),
    since: instant,
    phase: z.enum(['queued', 'sent', ...probeEndings]),
    ms: z.number().nullable().meta({ description: 'From the hand-over to the receipt.' }),
    detail: z.string().nullable(),
  })
  .meta({ id: 'Probe' })

export type ProbeView = z.infer<typeof probeView>

const providerStateView = z
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

const sendingView = z
  .object({
    paused: z.boolean(),
    since: instant.nullable(),
    reason: z.string().nullable(),
    resumeShare: z.number().meta({ description: 'The share of packets that go now, 0 to 1.' }),
  })
  .meta({ id: 'Sending' })

export type SendingView = z.infer<typeof sendingView>

const changeView = z
  .object({
    id: z.string(),
    at: instant,
    who: z.string().nullable().meta({ description: 'Null if no name was given, or if no person did it.' }),
    automatic: z.boolean(),
    action: z.string(),
    provider: z.string().nullable(),
    what: z.string().meta({ description: 'In words.' }),
    reason: z.string(),
  })
  .meta({ id: 'LoggedChange' })

export type ChangeView = z.infer<typeof changeView>

const providerSchema = z
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
        'Ended packets that it was tried for and did not confirm. Packets that were canceled, overtaken or hit by an outage on our side while it had them count in neither.',
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
