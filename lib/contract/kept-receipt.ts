/** Receipts that no packet took: genuine ones, kept apart, and those that were refused, which are only counted. */
import { z } from 'zod'
import { receiptResults } from './carrier'
import { instant, packetId, pageCursor, pageLimit, providerName } from './fields'
import { mostPerPage, usualPageSize } from './page-size'
import { keptReasons, refusalReasons } from './receipt-reasons'

const keptReason = z.enum(keptReasons)

/** What the memo of a kept receipt holds; texts are cut, the token is taken out. */
export const keptReceiptRecord = z.object({
  reason: keptReason,
  provider: z.string(),
  packetId: z.string(),
  runId: z.string(),
  attempt: z.int(),
  delivered: z.boolean(),
  /** The carrier's own words. */
  why: z.string().nullable(),
  providerReference: z.string().nullable(),
  webhookId: z.string(),
  digest: z.string().meta({ description: "First hexadecimal digits of the body's SHA-256." }),
  excerpt: z.string().meta({ description: 'First characters of the body, without the token.' }),
  key: z.string().meta({ description: 'Fingerprint of the secret that signed it.' }),
  keyAge: z
    .enum(['only', 'newest', 'older'])
    .meta({ description: 'Which of its secrets that is, while they are being exchanged.' }),
  receivedAt: instant,
})

export type KeptReceiptRecord = z.infer<typeof keptReceiptRecord>

const keptReceipt = keptReceiptRecord
  .extend({ id: z.string().meta({ description: 'Of its workflow.' }) })
  .meta({ id: 'KeptReceipt' })

export type KeptReceipt = z.infer<typeof keptReceipt>

const refusalReason = z.enum(refusalReasons)

const refused = z.object({
  at: instant,
  reason: refusalReason,
  provider: z.string().nullable().meta({ description: 'Whose token it had; null when it had none of ours.' }),
  bytes: z.int().nullable().meta({ description: 'Of the body; null when it was not read to its end.' }),
  remote: z.string().nullable().meta({ description: 'Address that it came from, as this process saw it.' }),
  agent: z.string().nullable().meta({ description: 'User-Agent, cut.' }),
  path: z
    .string()
    .optional()
    .meta({ description: 'Where it came to, cut, where that was the wrong address.' }),
})

export type RefusedReceipt = z.infer<typeof refused>

const counted = { provider: z.string().nullable(), count: z.int() }

/** Counted in memory since the web process that answers has started. */
const tally = z
  .object({
    since: instant,
    answers: z
      .array(z.object({ result: z.enum([...receiptResults, 'contradiction', 'rate-limited']), ...counted }))
      .meta({ description: 'Genuine receipts by what was answered.' }),
    refused: z.array(z.object({ reason: refusalReason, ...counted })),
    last: z.array(refused).meta({ description: 'The last ones refused, newest first.' }),
  })
  .meta({ id: 'ReceiptTally' })

export type ReceiptTally = z.infer<typeof tally>

export const keptReceiptFilter = z.strictObject({
  provider: providerName.optional(),
  reason: keptReason.optional(),
  packet: packetId.optional(),
})

export type KeptReceiptFilter = z.infer<typeof keptReceiptFilter>

export const keptReceiptQuery = keptReceiptFilter.extend({
  cursor: pageCursor,
  limit: pageLimit(mostPerPage, usualPageSize),
})

export type KeptReceiptQuery = z.infer<typeof keptReceiptQuery>

export const keptReceiptPage = z
  .object({
    items: z.array(keptReceipt),
    nextCursor: z.string().nullable(),
    total: z.int().meta({ description: 'Kept receipts that match, counted at most a few seconds ago.' }),
    tally,
  })
  .meta({ id: 'KeptReceiptPage' })

export type KeptReceiptPage = z.infer<typeof keptReceiptPage>
