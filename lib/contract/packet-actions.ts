/** What the API takes to act on one packet by hand. */
import { z } from 'zod'
import type { ActionName } from '@/lib/packet/action'
import { attemptRange } from '@/lib/packet/bounds'
import { attemptNumber, operatorReasonFields, providerName, receiptTimeoutMs } from './fields'

const attempt = attemptNumber.meta({
  description: 'The attempt that it is about, so that it does not take effect on another one.',
})
const latestAttempt = z
  .int()
  .min(0)
  .max(attemptRange.max)
  .meta({ description: 'The latest attempt that the operator has seen; 0 where there was none.' })

const plain = z.strictObject({ ...operatorReasonFields, attempt }).meta({ id: 'ActOnAttempt' })

const extension = z
  .strictObject({
    ...operatorReasonFields,
    attempt,
    byMs: receiptTimeoutMs.meta({
      description: 'Milliseconds, from 1,000 to 86,400,000, that its deadline moves.',
    }),
  })
  .meta({ id: 'ExtendAttempt' })

const wish = z
  .strictObject({ ...operatorReasonFields, attempt: latestAttempt, provider: providerName })
  .meta({ id: 'WishForProvider' })

/** The body of each action. */
export const actionBodies = {
  'fail-over': plain,
  extend: extension,
  skip: wish,
  prefer: wish,
  confirm: plain,
  refuse: plain,
} as const satisfies Record<ActionName, z.ZodType>

export type ActionBody<Name extends ActionName> = z.infer<(typeof actionBodies)[Name]>
