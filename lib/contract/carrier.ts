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

/** The number of characters of a carrier's words that are kept. */
export const mostOfReason = 500
export const mostOfReference = 200

/**
 * A carrier's words, cleaned; undefined if nothing visible is left. A receipt is never refused for the form or length
 * of its words. They are cut to length only when they are stored, after the token has been removed from them.
 */
function words(most: number) {
  return z
    .string()
    .nullable()
    .transform((text) => (text && plainText(text, maxReceiptBytes)) || undefined)
    .optional()
    .meta({ description: `Invisible characters are removed; the first ${most} characters are kept.` })
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

/** Body of `POST <provider url>/recall`, which asks to stop this attempt if possible. Signed like a hand-over. */
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

/** The content of a sealed token. It names one attempt, whichever workflow hands it over. */
export const tokenClaims = z.object({
  packetId,
  attempt: attemptNumber,
  provider: providerName,
  /** Milliseconds since the epoch, as announced to the carrier. */
  deadline: z.int(),
  /** The `traceparent` of the hand-over: its receipt continues that trace. */
  trace: z.string().max(55).optional(),
  /** Only in a probe: when it was sent, in milliseconds since the epoch. */
  sealedAt: z.int().optional(),
  /** Only in a probe: the task token, base64, of the activity that its receipt completes. Safe because it is sealed. */
  probe: z.base64().min(1).max(1000).optional(),
})

export type TokenClaims = z.infer<typeof tokenClaims>

/** The `webhook-id` of an attempt's recall, the same for every retry. */
export function recallId(claims: Pick<TokenClaims, 'packetId' | 'attempt'>): string {
  return `${attemptId(claims)}.recall`
}
