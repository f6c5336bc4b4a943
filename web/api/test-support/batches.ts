/** Batches as a client of the API uploads and reads them. */
import type { Batch } from '@/lib/contract/batch'
import { apiPath } from '@/lib/contract/paths'
import { callApi } from './call-api'
import { eventually } from './eventually'

interface Upload {
  type?: string
  query?: Record<string, string>
}

export function upload(
  body: string | Uint8Array | ReadableStream,
  { type = 'text/csv', query = {} }: Upload = {},
): Promise<Response> {
  const path = `${apiPath('/api/batches')}?${new URLSearchParams(query)}`
  return callApi(path, { method: 'POST', headers: { 'content-type': type }, body: body as BodyInit })
}

/** Uploads a file and throws if it is refused. */
export async function uploaded(body: string, options: Upload = {}): Promise<Batch> {
  const response = await upload(body, options)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

export async function getBatch(id: string): Promise<Batch> {
  return (await callApi(apiPath('/api/batches/{id}', { id }))).json()
}

/** The batch as soon as the predicate holds for it. */
export function batchWhen(id: string, holds: (batch: Batch) => boolean): Promise<Batch> {
  return eventually(() => getBatch(id), holds, batchLimitMs)
}

/** Hundreds of deliveries take a while on a machine that also runs other tests. */
const batchLimitMs = 180_000

/** CSV rows, each with a destination of its own. */
export function rows(count: number, from = 1): string {
  return Array.from({ length: count }, (_, index) => `+01666${from + index},Hello ${from + index}`).join('\n')
}
