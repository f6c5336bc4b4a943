import { z } from 'zod'
import {
  address,
  attemptLimit,
  base64Contents,
  fairnessKey,
  holdOnFailure,
  holdsNothing,
  holdsSomething,
  instant,
  notifyUrl,
  orderingKey,
  packetId,
  priority,
  receiptTimeoutMs,
  textContents,
  timeText,
  timeZone,
} from './fields'

/** Body of `POST /api/packets`. Exactly one of `contents` and `text` is given. */
export const submission = z
  .strictObject({
    source: address,
    destination: address,
    contents: base64Contents.optional(),
    text: textContents.optional(),
    id: packetId.optional(),
    maxAttempts: attemptLimit.optional().meta({ description: 'Providers tried at most. Default: 4.' }),
    receiptTimeoutMs: receiptTimeoutMs.optional().meta({
      description: 'Milliseconds a provider has for its receipt. Default: that of the provider, or 10,000.',
    }),
    deliverAt: timeText.optional().meta({
      description:
        'Its delivery begins then: a time such as 2030-01-31T12:00:00+01:00, or in English words by the clock of `timeZone`. Within a year; a clock hour that a time change skips or repeats is refused. `GET /api/times` shows how it is understood.',
      example: 'tomorrow at 9:30',
    }),
    timeZone: timeZone.optional().meta({ description: 'For `deliverAt` in words. Default: UTC.' }),
    expiresAt: instant.optional().meta({
      description:
        'In the future, at most 30 days ahead. From then on no further provider is tried; an attempt under way keeps its deadline.',
      example: '2030-01-31T12:00:00Z',
    }),
    notifyUrl: notifyUrl.optional(),
    orderingKey: orderingKey.optional(),
    holdOnFailure: holdOnFailure.optional(),
    priority: priority.optional(),
    fairnessKey: fairnessKey.optional(),
  })
  .refine((body) => (body.contents === undefined) !== (body.text === undefined), {
    message: 'Give either text or contents (base64), not both and not neither.',
    path: ['contents'],
  })
  .refine(holdsSomething, holdsNothing)
  .meta({
    id: 'Submission',
    example: { source: '+017771110000', destination: '+016660002222', text: 'Hello' },
  })

export type Submission = z.infer<typeof submission>

/** Room for 256 KiB of contents as base64 or as escaped text, and the other fields. */
export const maxSubmissionBytes = 2 * 1024 * 1024

/** Header `Idempotency-Key`: opaque, printable ASCII. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'Use 1 to 255 printable ASCII characters without spaces.')
