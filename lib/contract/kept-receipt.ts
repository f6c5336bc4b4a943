/** Receipts: the genuine ones, which are stored, and those that were refused, which are only counted. */
import { z } from 'zod'
import { receiptResults } from './carrier'
import { cappedCount, instant, packetId, pageCursor, pageLimit, providerName } from './fields'
import { mostPerPage, mostReceiptsPerPage, usualPageSize } from './paging'
import { keptReasons, refusalReasons } from './receipt-reasons'

const keptReason = z.enum(keptReasons)

const evidence = z.object({
  id: z.string(),
  result: z.enum(receiptResults),
  provider: z.string(),
  packetId: z.string(),
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
    .meta({ description: 'Which secret of the provider that is, during a rotation.' }),
  receivedAt: instant,
})

/** A genuine receipt; texts are cut, and the token is taken out. */
const receiptEvidence = evidence
  .extend({ reason: keptReason.nullable().meta({ description: 'Why no packet took it.' }) })
  .meta({ id: 'ReceiptEvidence' })

export type ReceiptEvidence = z.infer<typeof receiptEvidence>

/** `GET /api/packets/{id}/receipts`. */
export const packetReceiptQuery = z.strictObject({
  cursor: pageCursor,
  limit: pageLimit(mostReceiptsPerPage, usualPageSize),
})

export type PacketReceiptQuery = z.infer<typeof packetReceiptQuery>

export const packetReceipts = z
  .object({
    items: z.array(receiptEvidence).meta({ description: 'In the order they came.' }),
    nextCursor: z.string().nullable(),
    total: cappedCount('Receipts for the packet.'),
  })
  .meta({ id: 'PacketReceipts' })

export type PacketReceipts = z.infer<typeof packetReceipts>

const keptReceipt = evidence.extend({ reason: keptReason }).meta({ id: 'KeptReceipt' })

export type KeptReceipt = z.infer<typeof keptReceipt>

const refusalReason = z.enum(refusalReasons)

const refused = z.object({
  at: instant,
  reason: refusalReason,
  provider: z
    .string()
    .nullable()
    .meta({ description: 'The provider that its token belongs to; null if it had no valid token.' }),
  bytes: z.int().nullable().meta({ description: 'Of the body; null when it was not read to its end.' }),
  remote: z.string().nullable().meta({ description: 'Address that it came from, as this process saw it.' }),
  agent: z.string().nullable().meta({ description: 'User-Agent, cut.' }),
  path: z
    .string()
    .optional()
    .meta({ description: 'The address it was sent to, cut; only if that was the wrong one.' }),
})

export type RefusedReceipt = z.infer<typeof refused>

const counted = { provider: z.string().nullable(), count: z.int() }

/** Counted in memory since the start of the web process that answers. */
const tally = z
  .object({
    since: instant,
    answers: z
      .array(z.object({ result: z.enum([...receiptResults, 'contradiction']), ...counted }))
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
    total: cappedCount('Kept receipts that match.'),
    tally,
  })
  .meta({ id: 'KeptReceiptPage' })

export type KeptReceiptPage = z.infer<typeof keptReceiptPage>
