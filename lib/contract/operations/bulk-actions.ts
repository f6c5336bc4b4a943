/** Bulk actions: previewed, confirmed, followed, paused, stopped, tried again, undone. */
import { z } from 'zod'
import {
  bulkActionPage,
  bulkActionQuery,
  bulkActionSchema,
  bulkChoice,
  bulkItemPage,
  bulkItemQuery,
  bulkPreview,
  maxBulkBytes,
  newBulkAction,
} from '../bulk-action'
import { maxBulkPackets } from '../bulk-terms'
import { batchId, operatorReasonBody } from '../fields'
import { json, type OperationTable } from '../operation'
import { idempotencyKey } from '../submission'

const tag = 'Bulk actions'
const params = z.object({ id: batchId })
const headers = z.object({
  'Idempotency-Key': idempotencyKey.optional().meta({
    description: 'Makes it safe to repeat the request: it begins one bulk action.',
  }),
})
const location = z.object({ Location: z.string().meta({ description: 'Address of the bulk action.' }) })
const made = bulkActionSchema.transform(({ id }) => id)

const changed = { 200: { description: 'The bulk action as it is then.', schema: bulkActionSchema } } as const
const problems = ['BULK_ACTION_NOT_FOUND', 'BULK_ACTION_STATE'] as const

export const bulkActionOperations = {
  'POST /api/bulk-action-previews': {
    id: 'previewBulkAction',
    tag,
    summary: 'Preview: how many packets an action would act on, and some of them',
    description: 'Nothing is done.',
    body: json(bulkChoice, maxBulkBytes),
    success: { 200: { description: 'As of now.', schema: bulkPreview } },
    problems: ['TOO_MANY_PACKETS'],
  },
  'POST /api/bulk-actions': {
    id: 'beginBulkAction',
    audit: {
      action: 'bulk-action.begin',
      parameters: ['action', 'count', 'perSecond', 'evenIfDelivered'],
      made,
    },
    tag,
    summary: 'Do one action with many packets',
    description: `Its packets are those that the action applies to at that moment, at most ${maxBulkPackets.toLocaleString('en')}; they are fixed from then on. They get their turns one after the other, at its rate, and each gets a result.`,
    headers,
    body: json(newBulkAction, maxBulkBytes),
    success: {
      202: { description: 'Its packets are fixed.', schema: bulkActionSchema, headers: location },
      200: { description: 'The same request has begun it before.', schema: bulkActionSchema },
    },
    problems: ['COUNT_CHANGED', 'TOO_MANY_PACKETS', 'BULK_ACTION_EXISTS', 'STORE_SET_BACK'],
  },
  'GET /api/bulk-actions': {
    id: 'listBulkActions',
    tag,
    summary: 'List bulk actions, newest first',
    query: bulkActionQuery,
    success: { 200: { description: 'One page.', schema: bulkActionPage } },
  },
  'GET /api/bulk-actions/{id}': {
    id: 'getBulkAction',
    tag,
    summary: 'A bulk action, and how far it has come',
    params,
    success: { 200: { description: 'At most half a second old.', schema: bulkActionSchema } },
    problems: ['BULK_ACTION_NOT_FOUND'],
  },
  'GET /api/bulk-actions/{id}/items': {
    id: 'listBulkItems',
    tag,
    summary: 'Its packets, and what became of each',
    params,
    query: bulkItemQuery,
    success: { 200: { description: 'One page, in the order of their turns.', schema: bulkItemPage } },
    problems: ['BULK_ACTION_NOT_FOUND'],
  },
  'GET /api/bulk-actions/{id}/results.csv': {
    id: 'downloadBulkResults',
    tag,
    summary: 'The same as CSV',
    params,
    success: {
      200: {
        description: 'One row for each packet.',
        schema: z.string().meta({
          description: 'A cell that a spreadsheet would read as a formula is prefixed with an apostrophe.',
        }),
        mediaType: 'text/csv',
      },
    },
    problems: ['BULK_ACTION_NOT_FOUND'],
  },
  'POST /api/bulk-actions/{id}/actions/pause': {
    id: 'pauseBulkAction',
    audit: { action: 'bulk-action.pause' },
    tag,
    summary: 'Pause a bulk action: no packet gets its turn until it is resumed',
    params,
    success: changed,
    problems,
  },
  'POST /api/bulk-actions/{id}/actions/resume': {
    id: 'resumeBulkAction',
    audit: { action: 'bulk-action.resume' },
    tag,
    summary: 'Go on with a paused bulk action',
    params,
    success: changed,
    problems,
  },
  'POST /api/bulk-actions/{id}/actions/stop': {
    id: 'stopBulkAction',
    audit: { action: 'bulk-action.stop' },
    tag,
    summary: 'Stop a bulk action: packets that have had no turn stay as they are',
    description: 'What was done stays done. Requests already sent to workflows still take effect.',
    params,
    body: json(operatorReasonBody),
    success: changed,
    problems,
  },
  'POST /api/bulk-actions/{id}/actions/retry': {
    id: 'retryBulkAction',
    audit: { action: 'bulk-action.retry' },
    tag,
    summary: 'Give the packets that failed another turn',
    params,
    success: changed,
    problems,
  },
  'POST /api/bulk-actions/{id}/actions/undo': {
    id: 'undoBulkAction',
    audit: { action: 'bulk-action.undo', made },
    tag,
    summary: 'Undo a bulk action: cancel what it sent again',
    description:
      'Only for `send-again`, once it is over, and one undo at a time: a new bulk action cancels those of its new packets that have not ended. A cancellation cannot be undone.',
    params,
    headers,
    body: json(operatorReasonBody),
    success: {
      202: { description: 'Its packets are fixed.', schema: bulkActionSchema, headers: location },
      200: { description: 'The same request has begun it before.', schema: bulkActionSchema },
    },
    problems: [...problems, 'BULK_ACTION_EXISTS', 'COUNT_CHANGED', 'STORE_SET_BACK'],
  },
} as const satisfies OperationTable
