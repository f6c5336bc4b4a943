import { createHash } from 'node:crypto'
import type { bulkActionOperations } from '@/lib/contract/operations/bulk-actions'
import { apiPath } from '@/lib/contract/paths'
import {
  type Begun,
  beginBulk,
  pause,
  previewBulk,
  resume,
  retry,
  stop,
  undoBulk,
} from '@/lib/server/bulk-actions/actions'
import { exportBulkResults } from '@/lib/server/bulk-actions/export'
import { getBulkActions, getBulkItems, recentBulkAction } from '@/lib/server/bulk-actions/read'
import { settings } from '@/lib/server/env'
import { answer, type Routes } from '@/lib/server/http/route'
import { newId } from '@/lib/server/packets/new-packet'

export const bulkActionRoutes: Routes<typeof bulkActionOperations> = {
  'POST /api/bulk-action-previews': ({ body }) => previewBulk(body),
  'POST /api/bulk-actions': async ({ headers, body: { id = idFor(headers), ...asked } }) =>
    begun(await beginBulk({ ...asked, id })),
  'GET /api/bulk-actions': ({ query }) => getBulkActions(query),
  'GET /api/bulk-actions/{id}': ({ params }) => recentBulkAction(params.id),
  'GET /api/bulk-actions/{id}/items': ({ params, query }) => getBulkItems(params.id, query),
  'GET /api/bulk-actions/{id}/results.csv': ({ params }) => exportBulkResults(params.id),
  'POST /api/bulk-actions/{id}/actions/pause': ({ params }) => pause(params.id),
  'POST /api/bulk-actions/{id}/actions/resume': ({ params }) => resume(params.id),
  'POST /api/bulk-actions/{id}/actions/stop': ({ params, body }) => stop(params.id, body.reason),
  'POST /api/bulk-actions/{id}/actions/retry': ({ params }) => retry(params.id),
  'POST /api/bulk-actions/{id}/actions/undo': async ({ params, headers, body }) =>
    begun(await undoBulk(params.id, { id: idFor(headers), ...body })),
}

/** The same key always gives the same id. */
function idFor({ 'Idempotency-Key': key }: { 'Idempotency-Key'?: string | undefined }): string {
  return key === undefined ? newId('a') : `a${createHash('sha256').update(key).digest('hex').slice(0, 24)}`
}

function begun({ bulk, created }: Begun) {
  return created ? answer(202, bulk, locationOf(bulk.id)) : answer(200, bulk)
}

function locationOf(id: string): Record<string, string> {
  return { Location: `${settings().publicPath}${apiPath('/api/bulk-actions/{id}', { id })}` }
}
