import {
  batchQuery,
  batchRepeat,
  batchStop,
  batchUpload,
  faultQuery,
  maxBatchActionBytes,
  maxBatchBytes,
  maxPreviewBytes,
  optionsOf,
  previewUpload,
} from '@/lib/contract/batch'
import { type BatchFormat, batchMediaTypes } from '@/lib/contract/batch-terms'
import { apiPaths } from '@/lib/contract/paths'
import { ApiError } from '@/lib/server/api-error'
import { pause, repeat, resume, stop } from '@/lib/server/batches/actions'
import { exportFaults, exportResults } from '@/lib/server/batches/export'
import { getBatch, getBatches, getFaults } from '@/lib/server/batches/read'
import { previewBatch, uploadBatch } from '@/lib/server/batches/upload'
import { settings } from '@/lib/server/env'
import { json, type Routes } from '@/lib/server/http/endpoint'
import { batchIdOf, noQuery, parseBody, parseQuery, type RequestHead } from '@/lib/server/http/request'

export const batchRoutes: Routes = {
  '/api/batches': {
    async GET(request) {
      return json(await getBatches(parseQuery(request, batchQuery)))
    },
    async POST(request) {
      const upload = parseQuery(request, batchUpload)
      const options = optionsOf(formatOf(request), upload)
      const { batch, created } = await uploadBatch(request.stream(maxBatchBytes), upload, options)
      return created ? json(batch, { status: 202, headers: locationOf(batch.id) }) : json(batch)
    },
  },
  '/api/batch-previews': {
    async POST(request) {
      const { isCut, ...upload } = parseQuery(request, previewUpload)
      const options = optionsOf(formatOf(request), upload)
      return json(await previewBatch(await request.body(maxPreviewBytes), options, isCut === 'true'))
    },
  },
  '/api/batches/:id': {
    async GET(request, params) {
      parseQuery(request, noQuery)
      return json(await getBatch(batchIdOf(params)))
    },
  },
  '/api/batches/:id/faults': {
    async GET(request, params) {
      return json(await getFaults(batchIdOf(params), parseQuery(request, faultQuery)))
    },
  },
  '/api/batches/:id/faults.csv': {
    GET(request, params) {
      parseQuery(request, noQuery)
      return exportFaults(batchIdOf(params))
    },
  },
  '/api/batches/:id/results.csv': {
    GET(request, params) {
      parseQuery(request, noQuery)
      return exportResults(batchIdOf(params))
    },
  },
  '/api/batches/:id/actions/pause': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await pause(batchIdOf(params)))
    },
  },
  '/api/batches/:id/actions/resume': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await resume(batchIdOf(params)))
    },
  },
  '/api/batches/:id/actions/stop': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const { reason } = await parseBody(request, batchStop, maxBatchActionBytes)
      return json(await stop(batchIdOf(params), reason))
    },
  },
  '/api/batches/:id/actions/repeat': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const { id } = await parseBody(request, batchRepeat, maxBatchActionBytes)
      const batch = await repeat(batchIdOf(params), id)
      return json(batch, { status: 202, headers: locationOf(batch.id) })
    },
  },
}

function locationOf(id: string): Record<string, string> {
  return { Location: `${settings().publicPath}${apiPaths.batch(id)}` }
}

/** @throws ApiError UNSUPPORTED_MEDIA_TYPE */
function formatOf({ headers }: RequestHead): BatchFormat {
  const [type = ''] = (headers.get('content-type') ?? '').split(';')
  const format = batchMediaTypes[type.trim().toLowerCase()]
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (format !== undefined && encoding === 'identity') return format
  throw new ApiError(
    'UNSUPPORTED_MEDIA_TYPE',
    format === undefined
      ? 'Send CSV as text/csv, or NDJSON as application/x-ndjson.'
      : 'Send the file as it is, without a Content-Encoding.',
  )
}
