import { z } from 'zod'
import { base64Contents } from './fields'
import type { DeliveryRequest } from './workflows'

/** What the argument of `dataRouting` carries, for those who read it back; the rest is the workflow's to judge. */
export const carriedContents = z.object({
  contents: base64Contents,
  contentType: z.string().max(100).nullish(),
}) satisfies z.ZodType<Pick<DeliveryRequest, 'contents' | 'contentType'>>
