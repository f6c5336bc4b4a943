/** Sends a file as a batch. Not by `fetch`, which does not report upload progress. */
import type { Batch, BatchPreview } from '@/lib/contract/batch'
import { apiPath, builtPublicPath } from '@/lib/contract/paths'
import { withParams } from './api'
import { ClientError, errorOf } from './client-error'

/** The query of an upload: how the file is read. */
export type UploadParams = Record<string, string | null>

export interface UploadOptions {
  params: UploadParams
  /** Called with the number of bytes sent so far. */
  onProgress: (sent: number) => void
  signal: AbortSignal
}

/** Resolves once every row is stored. Throws `ClientError`; uploading the same file under the same id then resumes. */
export function uploadFile(file: File, { params, onProgress, signal }: UploadOptions): Promise<Batch> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const broken = (message: string) => reject(new ClientError('UNANSWERED', message, null))
    request.open('POST', `${builtPublicPath}${withParams(apiPath('/api/batches'), params)}`)
    request.setRequestHeader('content-type', mediaTypeOf(file))
    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onload = () => {
      const answer = answerOf(request)
      if (answer.ok) answer.json().then(resolve, reject)
      else errorOf(answer).then(reject, reject)
    }
    request.onerror = () => broken('The connection broke off.')
    request.onabort = () => broken('The upload was stopped.')
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

function answerOf(request: XMLHttpRequest): Response {
  const type = request.getResponseHeader('content-type')
  return new Response(request.responseText, {
    status: request.status,
    headers: type === null ? {} : { 'content-type': type },
  })
}

/** Derived from the name: browsers know no media type for lines of JSON. */
function mediaTypeOf({ name }: File): string {
  return /\.(ndjson|jsonl)$/i.test(name) ? 'application/x-ndjson' : 'text/csv'
}

/** The number of bytes that are sent for a preview. */
const previewBytes = 256 * 1024

/** What an upload would find in the first rows. Throws `ClientError` if the file cannot be read at all. */
export async function previewFile(
  file: File,
  params: UploadParams,
  signal: AbortSignal,
): Promise<BatchPreview> {
  const isCut = file.size > previewBytes
  const path = withParams(apiPath('/api/batch-previews'), { ...params, isCut: String(isCut) })
  const answer = await fetch(`${builtPublicPath}${path}`, {
    method: 'POST',
    headers: { 'content-type': mediaTypeOf(file) },
    body: file.slice(0, previewBytes),
    signal,
  })
  if (!answer.ok) throw await errorOf(answer)
  return answer.json()
}
