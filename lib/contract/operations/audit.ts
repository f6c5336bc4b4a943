/** The audit: listed and exported. */
import { z } from 'zod'
import { auditFilter, auditPage, auditQuery } from '../audit'
import type { OperationTable } from '../operation'

const tag = 'Audit'

export const auditOperations = {
  'GET /api/audit': {
    id: 'listAudit',
    tag,
    summary: 'What operators did, newest first',
    description:
      'Every request by which an operator changes something is recorded before it is carried out; its result is added afterwards. Submissions of packets and receipts are not in it, nor are requests that could not be read.',
    query: auditQuery,
    success: { 200: { description: 'One page.', schema: auditPage } },
  },
  'GET /api/audit.csv': {
    id: 'downloadAudit',
    tag,
    summary: 'The same as CSV',
    query: auditFilter,
    success: {
      200: {
        description: 'All that match.',
        schema: z.string().meta({
          description: 'A cell that a spreadsheet would read as a formula is prefixed with an apostrophe.',
        }),
        mediaType: 'text/csv',
      },
    },
  },
  'GET /api/audit.ndjson': {
    id: 'downloadAuditLines',
    tag,
    summary: 'The same as lines of JSON',
    query: auditFilter,
    success: {
      200: {
        description: 'One `AuditEntry` on each line.',
        schema: z.string(),
        mediaType: 'application/x-ndjson',
      },
    },
  },
} as const satisfies OperationTable
