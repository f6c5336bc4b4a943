/** What the API takes to change the provider directory. Every change needs a reason, which is kept with it. */
import { z } from 'zod'
import { routingModes } from '@/lib/directory/state'
import { operatorReasonFields, providerName, receiptTimeoutMs } from './fields'

export const timeoutChange = z
  .strictObject({
    ...operatorReasonFields,
    receiptTimeoutMs: receiptTimeoutMs.nullable().meta({
      description: 'Milliseconds, from 1,000 to 86,400,000; null gives the configured one back.',
    }),
  })
  .meta({ id: 'TimeoutChange' })

export const orderChange = z
  .strictObject({
    ...operatorReasonFields,
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
    ...operatorReasonFields,
    overMs: z.int().min(0).max(3_600_000).optional().meta({
      description: 'How long the share of packets that go grows from 10 % to all. Default: RESUME_OVER_MS.',
    }),
  })
  .meta({ id: 'ResumeChange' })

export const routingChange = z
  .strictObject({ ...operatorReasonFields, routing: z.enum(routingModes) })
  .meta({ id: 'RoutingChange' })
