import { z } from 'zod'
import { address, attemptLimit, base64Contents, instant, receiptTimeoutMs } from './fields'
import type { DeliveryRequest } from './workflows'

/** The argument of `dataRouting`, for those who read it back; the workflow itself checks by the same bounds. */
export const deliveryRequest = z.object({
  source: address,
  destination: address,
  contents: base64Contents,
  contentType: z.string().max(100).nullish(),
  maxAttempts: attemptLimit.nullish(),
  receiptTimeoutMs: receiptTimeoutMs.nullish(),
  expiresAt: instant.nullish(),
}) satisfies z.ZodType<DeliveryRequest>
