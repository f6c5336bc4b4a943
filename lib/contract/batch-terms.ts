/** The words of batches, without schemas, so that pages can use them without loading a schema library. */

export const batchFormats = ['csv', 'ndjson'] as const
export type BatchFormat = (typeof batchFormats)[number]

/** The formats by the media types that announce them. */
export const batchMediaTypes = {
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
} as const satisfies Readonly<Record<string, BatchFormat>>

export const maxBatchRows = 1_000_000
/** One line of the file. */
export const maxRowBytes = 2 * 1024 * 1024

/**
 * `UPLOADING`: none of its packets is sent yet. `RUNNING`, `PAUSED`: its packets go out, or wait. `STOPPING`: packets
 * that have begun settle, the others are canceled; then `STOPPED`. `COMPLETED`: all its packets have ended. `REFUSED`:
 * some rows were at fault, and the sender wanted all rows or none.
 */
export const batchStates = [
  'UPLOADING',
  'RUNNING',
  'PAUSED',
  'STOPPING',
  'STOPPED',
  'COMPLETED',
  'REFUSED',
] as const
export type BatchState = (typeof batchStates)[number]

/** Whether the batch no longer changes, except that a late receipt may correct a packet. */
export function isOver(state: BatchState): boolean {
  return state === 'STOPPED' || state === 'COMPLETED' || state === 'REFUSED'
}

/** The fields of a submission that a row can give. */
export const rowFields = [
  'id',
  'source',
  'destination',
  'text',
  'contents',
  'maxAttempts',
  'receiptTimeoutMs',
  'deliverAt',
  'timeZone',
  'expiresAt',
  'notifyUrl',
  'orderingKey',
  'holdOnFailure',
  'priority',
  'fairnessKey',
] as const
export type RowField = (typeof rowFields)[number]

export const separators = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const
export type Separator = keyof typeof separators
export const separatorNames = ['comma', 'semicolon', 'tab', 'pipe'] as const satisfies Separator[]

/** What becomes of the good rows if others are at fault. */
export const badRowWays = ['skip', 'refuse'] as const
