/** The messages between us and a carrier, signed by Standard Webhooks headers in both directions. */
import { z } from 'zod'
import { plainText } from '@/lib/packet/text'
import { address, attemptNumber, base64Contents, instant, packetId, providerName } from './fields'
import { attemptId } from './workflows'

/** Body of the hand-over, `POST <provider url>`. 2xx means accepted, not delivered. */
export const handOverMessage = z
  .object({
    packetId,
    attempt: attemptNumber,
    source: address,
    destination: address,
    contents: base64Contents,
    callbackUrl: z.url(),
    token: z.string().max(2048).meta({ description: 'Opaque; to be sent back with the receipt.' }),
    deadline: instant,
  })
  .meta({ id: 'HandOver' })

export type HandOverMessage = z.infer<typeof handOverMessage>

/** Characters of a carrier's words that are kept. */
export const mostOfReason = 500
export const mostOfReference = 200

/**
 * A carrier's words, cleaned; none where nothing is to be seen. A receipt is never refused for how they are written, nor
 * for how many there are: they are cut where they are kept, which the token must not be in any more.
 */
function words(most: number) {
  return z
    .string()
    .nullable()
    .transform((text) => (text && plainText(text, maxReceiptBytes)) || undefined)
    .optional()
    .meta({ description: `What is invisible in it is taken out; the first ${most} characters are kept.` })
}

export const maxReceiptBytes = 64 * 1024

/** Body of `POST /api/callbacks/transmit`. */
export const receiptMessage = z
  .strictObject({
    token: z.string().min(1).max(2048),
    delivered: z.boolean(),
    reason: words(mostOfReason),
    providerReference: words(mostOfReference),
  })
  .meta({ id: 'ReceiptMessage' })

export type ReceiptMessage = z.infer<typeof receiptMessage>

/**
 * What became of a genuine receipt. `late`: it came after its deadline, and was recorded like any other.
 * `duplicate`: it says nothing new. `kept`: no packet waits for it any more, so it is kept apart.
 */
export const receiptResults = ['recorded', 'late', 'duplicate', 'kept'] as const
export type ReceiptResult = (typeof receiptResults)[number]

export const receiptAnswer = z
  .object({ result: z.enum(receiptResults), packetId: z.string(), attempt: z.int() })
  .meta({ id: 'ReceiptAnswer' })

export type ReceiptAnswer = z.infer<typeof receiptAnswer>

/** Body of `POST <provider url>/recall`: this attempt is to be stopped, if it still can be. Signed as a hand-over is. */
export const recallMessage = z
  .strictObject({
    packetId,
    attempt: attemptNumber,
    token: z.string().min(1).max(2048).meta({ description: 'Of the same attempt; its text may differ.' }),
  })
  .meta({ id: 'Recall' })

export type RecallMessage = z.infer<typeof recallMessage>

/** Answer to a recall. `true` promises that the packet was not delivered and will not be. */
export const recallAnswer = z.object({ recalled: z.boolean() }).meta({ id: 'RecallAnswer' })

export type RecallAnswer = z.infer<typeof recallAnswer>

/** What a token seals; it names one attempt, whichever workflow hands it over. */
export const tokenClaims = z.object({
  packetId,
  attempt: attemptNumber,
  provider: providerName,
  /** Milliseconds since the epoch, as announced to the carrier. */
  deadline: z.int(),
  /** Of the hand-over, as `traceparent`: its receipt goes on with that trace. */
  trace: z.string().max(55).optional(),
  /** Only a probe has it: when it was sent, in milliseconds since the epoch. */
  sealedAt: z.int().optional(),
  /** Only a probe has it: its receipt completes the activity of this task token, base64. Sealed, it is safe. */
  probe: z.base64().min(1).max(1000).optional(),
})

export type TokenClaims = z.infer<typeof tokenClaims>

/** The `webhook-id` of an attempt's recall, however often that is retried. */
export function recallId(claims: Pick<TokenClaims, 'packetId' | 'attempt'>): string {
  return `${attemptId(claims)}.recall`
}
