/** Batches: uploaded, followed, paused, stopped, sent again. */
import { z } from 'zod'
import {
  batchPage,
  batchPreview,
  batchQuery,
  batchRepeat,
  batchSchema,
  batchStop,
  batchUpload,
  faultPage,
  faultQuery,
  maxBatchBytes,
  maxPreviewBytes,
  previewUpload,
} from '../batch'
import { maxBatchRows, maxRowBytes } from '../batch-terms'
import type { Operation } from './responses'

const mediaTypes = ['text/csv', 'application/x-ndjson'] as const

const file = z.string().meta({
  description: `UTF-8, with or without a byte order mark, or UTF-16 with one. CSV begins with the names of its columns; NDJSON has one submission on each line. At most ${maxBatchRows.toLocaleString('en')} rows of at most ${maxRowBytes / 1024 ** 2} MiB, and ${maxBatchBytes / 1024 ** 3} GiB in all. A sender may stay silent for 30 s.`,
})

const location = z.object({ Location: z.string().meta({ description: 'Address of the batch.' }) })

export const upload: Operation = {
  id: 'uploadBatch',
  tag: 'Batches',
  summary: 'Upload a file whose rows are packets',
  description:
    'Answers once every row is stored; then the packets go out. Where the upload breaks off, or a line cannot be read, the rows before are kept, and the same file, or a corrected one, goes on under the same id. No row is sent twice: a row without an id has the id `<batch>-<line>`.',
  query: batchUpload,
  body: file,
  mediaTypes,
  success: {
    202: { description: 'Stored.', schema: batchSchema, headers: location },
    200: { description: 'All of it was uploaded before: the batch as it is now.', schema: batchSchema },
  },
  problems: [
    'CROSS_ORIGIN',
    'BATCH_EXISTS',
    'BATCH_STATE',
    'TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'STORE_UNREACHABLE',
    'STORE_SET_BACK',
  ],
}

export const previewBatch: Operation = {
  id: 'previewBatch',
  tag: 'Batches',
  summary: 'What an upload would find in the first rows',
  description: `Nothing is stored. Takes the first ${maxPreviewBytes / 1024} KiB of a file at most.`,
  query: previewUpload,
  body: file,
  mediaTypes,
  success: { 200: { description: 'The first rows, and what is wrong.', schema: batchPreview } },
  problems: ['CROSS_ORIGIN', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
}

export const listBatches: Operation = {
  id: 'listBatches',
  tag: 'Batches',
  summary: 'List batches, newest first',
  query: batchQuery,
  success: { 200: { description: 'One page.', schema: batchPage } },
  problems: ['BAD_CURSOR', 'STORE_UNREACHABLE'],
}

export const showBatch: Operation = {
  id: 'getBatch',
  tag: 'Batches',
  summary: 'A batch, and how far its packets have come',
  description: 'The packets themselves are listed by `GET /api/packets?batch=`.',
  ofBatch: true,
  success: { 200: { description: 'The batch.', schema: batchSchema } },
  problems: ['BATCH_NOT_FOUND', 'STORE_UNREACHABLE'],
}

export const listRowFaults: Operation = {
  id: 'listRowFaults',
  tag: 'Batches',
  summary: 'Rows that are no packets, and why',
  ofBatch: true,
  query: faultQuery,
  success: { 200: { description: 'One page, in the order of the file.', schema: faultPage } },
  problems: ['BATCH_NOT_FOUND', 'BAD_CURSOR', 'STORE_UNREACHABLE'],
}

const csv = z.string().meta({
  description: 'What a spreadsheet would take for a formula begins with an apostrophe.',
})

export const rowFaultsCsv: Operation = {
  id: 'downloadRowFaults',
  tag: 'Batches',
  summary: 'The same as CSV',
  ofBatch: true,
  success: { 200: { description: 'All of them.', schema: csv, mediaType: 'text/csv' } },
  problems: ['BATCH_NOT_FOUND', 'STORE_UNREACHABLE'],
}

export const resultsCsv: Operation = {
  id: 'downloadResults',
  tag: 'Batches',
  summary: 'What became of its packets, as CSV',
  ofBatch: true,
  success: {
    200: { description: 'One row for each, in the order of the file.', schema: csv, mediaType: 'text/csv' },
  },
  problems: ['BATCH_NOT_FOUND', 'STORE_UNREACHABLE'],
}

const changed = { 200: { description: 'The batch as it is then.', schema: batchSchema } } as const
const changeProblems = ['CROSS_ORIGIN', 'BATCH_NOT_FOUND', 'BATCH_STATE', 'STORE_UNREACHABLE'] as const

export const pauseBatch: Operation = {
  id: 'pauseBatch',
  tag: 'Batches',
  summary: 'Begin none of its packets until it is resumed',
  description: 'Those in flight go on.',
  ofBatch: true,
  success: changed,
  problems: changeProblems,
}

export const resumeBatch: Operation = {
  id: 'resumeBatch',
  tag: 'Batches',
  summary: 'Go on with a paused batch',
  ofBatch: true,
  success: changed,
  problems: changeProblems,
}

export const stopBatch: Operation = {
  id: 'stopBatch',
  tag: 'Batches',
  summary: 'Cancel what has not begun',
  description: 'Packets in flight go on to their ends. A batch that is being uploaded is stopped as well.',
  ofBatch: true,
  body: batchStop,
  success: changed,
  problems: [...changeProblems, 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
}

export const repeatBatch: Operation = {
  id: 'repeatBatch',
  tag: 'Batches',
  summary: 'Send what no provider delivered again, as a new batch',
  description:
    'Packets that ended as `NO_ROUTE`, `EXHAUSTED` or `FAILED`. A provider that stayed silent may have delivered one all the same. Repeated with the same id it goes on where it broke off.',
  ofBatch: true,
  body: batchRepeat,
  success: { 202: { description: 'The new batch.', schema: batchSchema, headers: location } },
  problems: [...changeProblems, 'BATCH_EXISTS', 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
}
