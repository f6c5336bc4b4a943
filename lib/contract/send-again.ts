import { z } from 'zod'
import {
  address,
  attemptLimit,
  base64Contents,
  fairnessKey,
  holdOnFailure,
  instant,
  notifyUrl,
  operatorReasonFields,
  orderingKey,
  packetId,
  priority,
  receiptTimeoutMs,
  textContents,
  timeText,
  timeZone,
} from './fields'

/** Body of `POST /api/packets/{id}/actions/send-again`: the fields that the new packet has otherwise. */
export const sendingAgain = z
  .strictObject({
    ...operatorReasonFields,
    evenIfDelivered: z.boolean().optional().meta({
      description: 'Where the first may have been delivered, or may still be, it is refused without this.',
    }),
    id: packetId.optional().meta({ description: 'Of the new packet; made up unless given.' }),
    source: address.optional(),
    destination: address.optional(),
    contents: base64Contents.optional(),
    text: textContents.optional(),
    maxAttempts: attemptLimit.optional(),
    receiptTimeoutMs: receiptTimeoutMs.nullable().optional(),
    deliverAt: timeText.optional(),
    timeZone: timeZone.optional(),
    expiresAt: instant.optional(),
    notifyUrl: notifyUrl.nullable().optional(),
    orderingKey: orderingKey.nullable().optional(),
    holdOnFailure: holdOnFailure.optional(),
    priority: priority.optional(),
    fairnessKey: fairnessKey.nullable().optional(),
  })
  .refine((body) => body.contents === undefined || body.text === undefined, {
    message: 'Give either text or contents (base64), not both.',
    path: ['contents'],
  })
  .meta({ id: 'SendingAgain' })

export type SendingAgain = z.infer<typeof sendingAgain>
