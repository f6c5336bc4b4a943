/** Batches: files whose rows are packets. */
import { z } from 'zod'
import {
  type BatchFormat,
  badRowWays,
  batchFormats,
  batchStates,
  type RowField,
  rowFields,
  type Separator,
  separatorNames,
} from './batch-terms'
import {
  address,
  attemptLimit,
  batchId,
  fairnessKey,
  holdOnFailure,
  inDigits,
  instant,
  notifyUrl,
  operatorNoteFields,
  orderingKey,
  pageCursor,
  pageLimit,
  printable,
  priority,
  queriedAddress,
  queriedFairnessKey,
  queriedOrderingKey,
  receiptTimeoutMs,
  textContents,
  timeText,
  timeZone,
} from './fields'
import { packetStatus } from './packet'

const rowDefaults = z.object({
  source: address.optional(),
  destination: address.optional(),
  text: textContents.optional(),
  maxAttempts: attemptLimit.optional(),
  receiptTimeoutMs: receiptTimeoutMs.optional(),
  deliverAt: timeText.optional(),
  timeZone: timeZone.optional(),
  expiresAt: instant.optional(),
  notifyUrl: notifyUrl.optional(),
  orderingKey: orderingKey.optional(),
  holdOnFailure: holdOnFailure.optional(),
  priority: priority.optional(),
  fairnessKey: fairnessKey.optional(),
})
export type RowDefaults = z.infer<typeof rowDefaults>

/** How the rows of a file are read. */
export interface BatchOptions {
  format: BatchFormat
  badRows: (typeof badRowWays)[number]
  /** Null to detect the separator from the first line. */
  separator: Separator | null
  /** Fields by column name; null for a column that is not used. Other columns are matched by their names. */
  columns: Readonly<Record<string, RowField | null>>
  /** Values for rows that do not give a field. */
  defaults: RowDefaults
}

const columnNames = z
  .record(z.string().max(200), z.enum(rowFields).nullable())
  .refine((columns) => Object.keys(columns).length <= 200, 'Name at most 200 columns.')

/** The query of an upload. */
export const batchUpload = z.strictObject({
  id: batchId.optional().meta({
    description: 'Made up unless given. The same file under the same id goes on where its upload broke off.',
  }),
  name: printable(200).optional().meta({ description: 'Of the file, as it is shown.' }),
  badRows: z.enum(badRowWays).default('skip').meta({
    description: '`skip`: the good rows go. `refuse`: none goes when one is at fault.',
  }),
  separator: z.enum(separatorNames).optional().meta({ description: 'Of CSV; found out unless given.' }),
  columns: inJson(columnNames).optional().meta({
    description:
      'JSON: fields by the names of the columns that give them, null for a column that is not used. Other columns are known by their names.',
    example: '{"Phone":"destination"}',
  }),
  source: queriedAddress.optional().meta({ description: 'Of rows that name none; so are all that follow.' }),
  destination: queriedAddress.optional(),
  text: textContents.optional(),
  maxAttempts: inDigits(attemptLimit).optional(),
  receiptTimeoutMs: inDigits(receiptTimeoutMs).optional(),
  deliverAt: timeText.optional(),
  timeZone: timeZone.optional(),
  expiresAt: instant.optional(),
  notifyUrl: notifyUrl.optional(),
  orderingKey: queriedOrderingKey.optional(),
  holdOnFailure: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  priority: inDigits(priority).optional(),
  fairnessKey: queriedFairnessKey.optional(),
  ...operatorNoteFields,
})
export type BatchUpload = z.infer<typeof batchUpload>

/** The options in the query of an upload, without its name and id. */
export function optionsOf(format: BatchFormat, upload: BatchUpload): BatchOptions {
  const { badRows, separator = null, columns = {} } = upload
  return { format, badRows, separator, columns, defaults: rowDefaults.parse(upload) }
}

function inJson<S extends z.ZodType>(schema: S) {
  return z
    .string()
    .max(20_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'It is not JSON.' })
        return z.NEVER
      }
    })
    .pipe(schema)
    .meta({ override: { type: 'string' } })
}

/**
 * `INVALID_FIELD`: the value cannot be taken. `PACKET_EXISTS`: its id is taken. `COLUMN_COUNT`: more or fewer cells
 * than the header. `INVALID_CSV`, `INVALID_JSON`: the line cannot be read.
 */
export const rowFaultCodes = [
  'INVALID_FIELD',
  'PACKET_EXISTS',
  'COLUMN_COUNT',
  'INVALID_CSV',
  'INVALID_JSON',
] as const
export type RowFaultCode = (typeof rowFaultCodes)[number]

export const rowFault = z
  .object({
    line: z.int().meta({ description: 'Of the file, whose first line is 1.' }),
    field: z.string().nullable(),
    code: z.enum(rowFaultCodes),
    reason: z.string(),
  })
  .meta({ id: 'RowFault' })
export type RowFault = z.infer<typeof rowFault>

export const faultPage = z
  .object({ items: z.array(rowFault), nextCursor: z.string().nullable() })
  .meta({ id: 'RowFaultPage' })
export type FaultPage = z.infer<typeof faultPage>

export const faultQuery = z.strictObject({ cursor: pageCursor, limit: pageLimit(500, 50) })

export const batchSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    state: z.enum(batchStates),
    format: z.enum(batchFormats),
    badRows: z.enum(badRowWays),
    trouble: z
      .string()
      .nullable()
      .meta({ description: 'Why the upload stopped before its end; null otherwise.' }),
    stopReason: z.string().nullable(),
    repeats: z
      .string()
      .nullable()
      .meta({ description: 'The batch whose packets that were not delivered are sent again.' }),
    rows: z.int().meta({ description: 'That are packets.' }),
    badRowCount: z.int().meta({ description: 'That are none.' }),
    counts: z.record(packetStatus, z.int()).meta({ description: 'Its packets by their status.' }),
    perMinute: z
      .int()
      .nullable()
      .meta({ description: 'Packets that ended within the last minute; null once it is over.' }),
    secondsLeft: z.int().nullable().meta({ description: 'At this rate; null while that cannot be told.' }),
    createdAt: instant,
    uploadedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Batch' })
export type Batch = z.infer<typeof batchSchema>

export const batchPage = z
  .object({ items: z.array(batchSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'BatchPage' })
export type BatchPage = z.infer<typeof batchPage>

export const batchQuery = z.strictObject({ cursor: pageCursor, limit: pageLimit(100, 20) })

/** The first rows of a file as an upload would read them. */
export const batchPreview = z
  .object({
    separator: z.enum(separatorNames).nullable(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be']),
    columns: z
      .array(z.object({ name: z.string(), field: z.enum(rowFields).nullable() }))
      .meta({ description: 'Of CSV, in their order.' }),
    rows: z.array(z.object({ line: z.int(), values: z.partialRecord(z.enum(rowFields), z.string()) })),
    rowCount: z.int().meta({ description: 'Rows read without a fault.' }),
    faults: z.array(rowFault),
    trouble: z.string().nullable().meta({ description: 'Why the file cannot be read on from there.' }),
  })
  .meta({ id: 'BatchPreview' })
export type BatchPreview = z.infer<typeof batchPreview>

/** The most bytes of a file that a preview takes. */
export const maxPreviewBytes = 512 * 1024

/** The query of a preview. */
export const previewUpload = batchUpload.omit({ id: true, name: true, reason: true, who: true }).extend({
  isCut: z.enum(['true', 'false']).default('false').meta({
    description: '`true` where the file goes on after these bytes: the last row is left out then.',
  }),
})

/** 1 GiB. */
export const maxBatchBytes = 1024 ** 3

export const batchRepeat = z.strictObject({
  id: batchId.optional(),
  ...operatorNoteFields,
})
