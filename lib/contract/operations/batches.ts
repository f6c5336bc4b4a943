/** Batches: uploaded, followed, paused, stopped, sent again. */
import { z } from 'zod'
import {
  batchPage,
  batchPreview,
  batchQuery,
  batchRepeat,
  batchSchema,
  batchUpload,
  faultPage,
  faultQuery,
  maxBatchBytes,
  maxPreviewBytes,
  previewUpload,
} from '../batch'
import { batchMediaTypes, maxBatchRows, maxRowBytes } from '../batch-terms'
import { batchId, operatorReasonBody } from '../fields'
import { json, type OperationTable } from '../operation'

const mediaTypes = Object.keys(batchMediaTypes) as (keyof typeof batchMediaTypes)[]

const file = z.string().meta({
  description: `UTF-8, with or without a byte order mark, or UTF-16 with one. CSV begins with the names of its columns; NDJSON has one submission on each line. At most ${maxBatchRows.toLocaleString('en')} rows of at most ${maxRowBytes / 1024 ** 2} MiB, and ${maxBatchBytes / 1024 ** 3} GiB in all. A sender may stay silent for 30 s.`,
})

const params = z.object({ id: batchId })
const location = z.object({ Location: z.string().meta({ description: 'Address of the batch.' }) })

const csv = z.string().meta({
  description: 'A cell that a spreadsheet would read as a formula is prefixed with an apostrophe.',
})

const made = batchSchema.transform(({ id }) => id)

const changed = { 200: { description: 'The batch as it is then.', schema: batchSchema } } as const

export const batchOperations = {
  'POST /api/batches': {
    id: 'uploadBatch',
    audit: { action: 'batch.upload', parameters: ['id', 'name'], made },
    tag: 'Batches',
    summary: 'Upload a file whose rows are packets',
    description:
      'Answers once every row is stored; then its packets are sent. If the upload breaks off or a line cannot be read, the rows before it are kept; upload the same file, or a corrected one, under the same id to continue. No row is sent twice: a row without an id has the id `<batch>-<line>`.',
    query: batchUpload,
    body: { as: 'stream', schema: file, mediaTypes, maxBytes: maxBatchBytes },
    success: {
      202: { description: 'Stored.', schema: batchSchema, headers: location },
      200: {
        description: 'The whole file was uploaded before: the batch as it is now.',
        schema: batchSchema,
      },
    },
    problems: ['BATCH_EXISTS', 'BATCH_STATE', 'STORE_SET_BACK'],
  },
  'POST /api/batch-previews': {
    id: 'previewBatch',
    tag: 'Batches',
    summary: 'Preview the first rows of a file',
    description: `Nothing is stored. Takes the first ${maxPreviewBytes / 1024} KiB of a file at most.`,
    query: previewUpload,
    body: { as: 'bytes', schema: file, mediaTypes, maxBytes: maxPreviewBytes },
    success: { 200: { description: 'The first rows, and what is wrong.', schema: batchPreview } },
    needs: 'nothing',
  },
  'GET /api/batches': {
    id: 'listBatches',
    tag: 'Batches',
    summary: 'List batches, newest first',
    query: batchQuery,
    success: { 200: { description: 'One page.', schema: batchPage } },
  },
  'GET /api/batches/{id}': {
    id: 'getBatch',
    tag: 'Batches',
    summary: 'A batch, and how far its packets have come',
    description: 'The packets themselves are listed by `GET /api/packets?batch=`.',
    params,
    success: { 200: { description: 'The batch.', schema: batchSchema } },
    problems: ['BATCH_NOT_FOUND'],
  },
  'GET /api/batches/{id}/faults': {
    id: 'listRowFaults',
    tag: 'Batches',
    summary: 'Rows at fault, and why',
    params,
    query: faultQuery,
    success: { 200: { description: 'One page, in the order of the file.', schema: faultPage } },
    problems: ['BATCH_NOT_FOUND'],
  },
  'GET /api/batches/{id}/faults.csv': {
    id: 'downloadRowFaults',
    tag: 'Batches',
    summary: 'The same as CSV',
    params,
    success: { 200: { description: 'All of them.', schema: csv, mediaType: 'text/csv' } },
    problems: ['BATCH_NOT_FOUND'],
  },
  'GET /api/batches/{id}/results.csv': {
    id: 'downloadResults',
    tag: 'Batches',
    summary: 'What became of its packets, as CSV',
    params,
    success: {
      200: { description: 'One row for each, in the order of the file.', schema: csv, mediaType: 'text/csv' },
    },
    problems: ['BATCH_NOT_FOUND'],
  },
  'POST /api/batches/{id}/actions/pause': {
    id: 'pauseBatch',
    audit: { action: 'batch.pause' },
    tag: 'Batches',
    summary: 'Pause a batch: none of its packets begins until it is resumed',
    description: 'Those in flight go on.',
    params,
    success: changed,
    problems: ['BATCH_NOT_FOUND', 'BATCH_STATE'],
  },
  'POST /api/batches/{id}/actions/resume': {
    id: 'resumeBatch',
    audit: { action: 'batch.resume' },
    tag: 'Batches',
    summary: 'Go on with a paused batch',
    params,
    success: changed,
    problems: ['BATCH_NOT_FOUND', 'BATCH_STATE'],
  },
  'POST /api/batches/{id}/actions/stop': {
    id: 'stopBatch',
    audit: { action: 'batch.stop' },
    tag: 'Batches',
    summary: 'Cancel what has not begun',
    description: 'Packets in flight go on to their ends. A batch that is being uploaded is stopped as well.',
    params,
    body: json(operatorReasonBody),
    success: changed,
    problems: ['BATCH_NOT_FOUND', 'BATCH_STATE'],
  },
  'POST /api/batches/{id}/actions/repeat': {
    id: 'repeatBatch',
    audit: { action: 'batch.repeat', parameters: ['id'], made },
    tag: 'Batches',
    summary: 'Send undelivered packets again, as a new batch',
    description:
      'Packets that ended as `NO_ROUTE`, `EXHAUSTED` or `FAILED`. A silent provider may still have delivered one of them. If the request breaks off, repeat it with the same id to continue.',
    params,
    body: json(batchRepeat),
    success: { 202: { description: 'The new batch.', schema: batchSchema, headers: location } },
    problems: ['BATCH_NOT_FOUND', 'BATCH_STATE', 'BATCH_EXISTS'],
  },
} as const satisfies OperationTable
