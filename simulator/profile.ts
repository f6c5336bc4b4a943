/** How one simulated carrier behaves. */
import { z } from 'zod'

/** A probability, from 0 to 1. */
const chance = z.number().min(0).max(1)

const maxDelayMs = 86_400_000
const maxAnswerDelayMs = 60_000

const delayMs = z.int().min(0).max(maxDelayMs)

const delayRangeMs = z
  .tuple([delayMs, delayMs])
  .refine(([least, most]) => least <= most, 'The first delay must not be over the second.')

/** Times are in milliseconds. What is drawn once for each hand-over is said of the hand-over. */
export const profile = z.strictObject({
  /** The connection breaks without an answer; drawn anew for every try of a hand-over. */
  networkErrorChance: chance,
  /** Status of the answer; only 2xx takes the packet on. */
  answerStatus: z.int().min(200).max(599),
  answerDelayMs: z.int().min(0).max(maxAnswerDelayMs),
  /** Takes at most so many packets on within a second and answers 429 beyond that; null is no limit. */
  maxPerSecond: z.int().min(0).max(10_000).nullable(),
  /** What 429 and 503 ask for. */
  retryAfterSeconds: z.int().min(0).max(3_600),
  /** Of the packets taken on: how many get a receipt at all. */
  receiptChance: chance,
  /** Least and most time from the hand-over to the receipt, every time between equally likely. */
  receiptDelayMs: delayRangeMs,
  /** Of the receipts: how many say "not delivered". */
  refuseChance: chance,
  refuseReason: z.string().min(1).max(500),
  /** Of the receipts: how many are followed by a second one that says the same. */
  duplicateChance: chance,
  duplicateDelayMs: delayMs,
  /** Of the receipts: how many come `lateDelayMs` after the deadline instead. */
  lateChance: chance,
  lateDelayMs: delayMs,
  /** Of the receipts: how many are signed with a foreign key. */
  wrongSignatureChance: chance,
  /** Of the receipts: how many have a body that breaks off. */
  garbledChance: chance,
  /** A recall stops a packet whose receipt is not due yet, or stops nothing, or is answered 404. */
  recall: z.enum(['honoured', 'ignored', 'unsupported']),
})

export type Profile = z.infer<typeof profile>

/** The original demo's odds: nine in ten get a receipt, 0 to 14 s later, against a deadline of 10 s. */
export const originalProfile: Profile = {
  networkErrorChance: 0,
  answerStatus: 202,
  answerDelayMs: 0,
  maxPerSecond: null,
  retryAfterSeconds: 1,
  receiptChance: 0.9,
  receiptDelayMs: [0, 14_000],
  refuseChance: 0,
  refuseReason: 'blocked number',
  duplicateChance: 0,
  duplicateDelayMs: 500,
  lateChance: 0,
  lateDelayMs: 2_000,
  wrongSignatureChance: 0,
  garbledChance: 0,
  recall: 'honoured',
}
