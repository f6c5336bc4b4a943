/** Bulk actions as a client of the API begins, changes and reads them. */
import type { BulkAction, BulkItem, BulkPreview } from '@/lib/contract/bulk-action'
import { apiPath } from '@/lib/contract/paths'
import { callApi, postJson } from './call-api'
import { eventually } from './eventually'

export async function preview(choice: object): Promise<BulkPreview> {
  const response = await postJson(apiPath('/api/bulk-action-previews'), { action: 'cancel', ...choice })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

export function begin(asked: object): Promise<Response> {
  return postJson(apiPath('/api/bulk-actions'), { action: 'cancel', reason: 'wrong numbers', ...asked })
}

/** Begins a bulk action and throws if it is refused. */
export async function begun(asked: object): Promise<BulkAction> {
  const response = await begin(asked)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

export function changeBulk(id: string, action: string, body: object = {}): Promise<Response> {
  return postJson(`${apiPath('/api/bulk-actions/{id}', { id })}/actions/${action}`, body)
}

export async function getBulk(id: string): Promise<BulkAction> {
  return (await callApi(apiPath('/api/bulk-actions/{id}', { id }))).json()
}

/** The bulk action as soon as the predicate holds for it. */
export function bulkWhen(id: string, holds: (bulk: BulkAction) => boolean): Promise<BulkAction> {
  return eventually(() => getBulk(id), holds, bulkLimitMs)
}

const bulkLimitMs = 180_000

export async function bulkItems(id: string, query: Record<string, string> = {}): Promise<BulkItem[]> {
  const response = await callApi(
    `${apiPath('/api/bulk-actions/{id}/items', { id })}?${new URLSearchParams({ limit: '500', ...query })}`,
  )
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()).items
}
