import { optionsOf } from '@/lib/contract/batch'
import { batchMediaTypes } from '@/lib/contract/batch-terms'
import type { batchOperations } from '@/lib/contract/operations/batches'
import { apiPath } from '@/lib/contract/paths'
import { pause, repeat, resume, stop } from '@/lib/server/batches/actions'
import { exportFaults, exportResults } from '@/lib/server/batches/export'
import { getBatch, getBatches, getFaults } from '@/lib/server/batches/read'
import { previewBatch, uploadBatch } from '@/lib/server/batches/upload'
import { settings } from '@/lib/server/env'
import { answer, type Routes } from '@/lib/server/http/route'

export const batchRoutes: Routes<typeof batchOperations> = {
  'GET /api/batches': ({ query }) => getBatches(query),
  'POST /api/batches': async ({ query, body: { mediaType, content } }) => {
    const options = optionsOf(batchMediaTypes[mediaType], query)
    const { batch, created } = await uploadBatch(content, query, options)
    return created ? answer(202, batch, locationOf(batch.id)) : answer(200, batch)
  },
  'POST /api/batch-previews': ({ query: { isCut, ...upload }, body: { mediaType, content } }) =>
    previewBatch(content, optionsOf(batchMediaTypes[mediaType], upload), isCut === 'true'),
  'GET /api/batches/{id}': ({ params }) => getBatch(params.id),
  'GET /api/batches/{id}/faults': ({ params, query }) => getFaults(params.id, query),
  'GET /api/batches/{id}/faults.csv': ({ params }) => exportFaults(params.id),
  'GET /api/batches/{id}/results.csv': ({ params }) => exportResults(params.id),
  'POST /api/batches/{id}/actions/pause': ({ params }) => pause(params.id),
  'POST /api/batches/{id}/actions/resume': ({ params }) => resume(params.id),
  'POST /api/batches/{id}/actions/stop': ({ params, body }) => stop(params.id, body.reason),
  'POST /api/batches/{id}/actions/repeat': async ({ params, body }) => {
    const batch = await repeat(params.id, body.id)
    return answer(202, batch, locationOf(batch.id))
  },
}

function locationOf(id: string): Record<string, string> {
  return { Location: `${settings().publicPath}${apiPath('/api/batches/{id}', { id })}` }
}
