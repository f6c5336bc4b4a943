/** What the API takes to change the provider directory. Every change needs a reason, which is kept with it. */
import { z } from 'zod'
import { routingModes } from '@/lib/directory/state'
import { operatorReason, printable, providerName, receiptTimeoutMs } from './fields'

const reason = operatorReason.meta({
  description: 'Kept with the change, as its reason.',
  example: 'They announced maintenance until 14:00',
})
const who = printable(100).optional().meta({ description: 'Who does it, as they call themselves.' })

export const maxChangeBytes = 16_384

export const plainChange = z.strictObject({ reason, who }).meta({ id: 'Change' })

export const timeoutChange = z
  .strictObject({
    reason,
    who,
    receiptTimeoutMs: receiptTimeoutMs.nullable().meta({
      description: 'Milliseconds, from 1,000 to 86,400,000; null gives the configured one back.',
    }),
  })
  .meta({ id: 'TimeoutChange' })

export const orderChange = z
  .strictObject({
    reason,
    who,
    order: z
      .array(providerName)
      .min(1)
      .max(50)
      .refine((names) => new Set(names).size === names.length, 'Name each provider once.')
      .meta({ description: 'Every configured provider, first to last.' }),
  })
  .meta({ id: 'OrderChange' })

export const resumeChange = z
  .strictObject({
    reason,
    who,
    overMs: z.int().min(0).max(3_600_000).optional().meta({
      description: 'How long the share of packets that go grows from 10 % to all. Default: RESUME_OVER_MS.',
    }),
  })
  .meta({ id: 'ResumeChange' })

export const routingChange = z
  .strictObject({ reason, who, routing: z.enum(routingModes) })
  .meta({ id: 'RoutingChange' })
