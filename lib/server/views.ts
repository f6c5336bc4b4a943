/** Views, as operators save and see them. */
import 'server-only'
import type { Findings } from '@/lib/contract/overview'
import type { NewView, View, ViewChange } from '@/lib/contract/view'
import { mostViews } from '@/lib/contract/view'
import { ApiError, isApiError } from '@/lib/server/api-error'
import { countMatching } from '@/lib/server/packets/counts'
import { newId } from '@/lib/server/packets/new-packet'
import { callStore } from '@/lib/server/store'
import { listAlerting } from '@/lib/store/alerts'
import { addView, changeView, deleteView, listViews, type StoredView } from '@/lib/store/views'

/** Sorted by name, each with its count. Counts are shared by all readers. @throws ApiError STORE_UNREACHABLE */
export async function getViews(): Promise<View[]> {
  const rows = await callStore(listViews)
  return Promise.all(rows.map(counted))
}

/** The views that alert, the earliest alert first. @throws ApiError STORE_UNREACHABLE */
export async function readAlerts(): Promise<Findings['alerts']> {
  const rows = await callStore(listAlerting)
  return rows.map(({ since, ...view }) => ({ view, since: since.toISOString() }))
}

async function counted(row: StoredView): Promise<View> {
  const { id, name, filter, alertAtLeast: atLeast, alertingSince, createdAt, updatedAt } = row
  return {
    id,
    name,
    filter,
    total: await totalOf(row),
    alert: atLeast === null ? null : { atLeast, since: alertingSince?.toISOString() ?? null },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

/** Null for a view that takes too long to count, so that the others are still shown. */
async function totalOf({ filter }: Pick<StoredView, 'filter'>): Promise<number | null> {
  try {
    return await countMatching(filter)
  } catch (error) {
    if (isApiError(error)) return null
    throw error
  }
}

/** @throws ApiError VIEW_EXISTS, TOO_MANY_VIEWS, STORE_UNREACHABLE */
export async function createView(asked: NewView): Promise<View> {
  const row = await callStore((db) => addView(db, { ...asked, id: newId('v'), at: Date.now() }))
  if (row === 'full')
    throw new ApiError('TOO_MANY_VIEWS', `There are ${mostViews} views already. Delete one first.`)
  if (row === 'taken') throw nameTaken(asked.name)
  return counted(row)
}

/** @throws ApiError VIEW_NOT_FOUND, VIEW_EXISTS, STORE_UNREACHABLE */
export async function saveView(id: string, change: ViewChange): Promise<View> {
  const row = await callStore((db) => changeView(db, id, change, Date.now()))
  if (row === null) throw notFound(id)
  if (row === 'taken') throw nameTaken(change.name ?? '')
  return counted(row)
}

/** @throws ApiError VIEW_NOT_FOUND, STORE_UNREACHABLE */
export async function removeView(id: string): Promise<void> {
  if (!(await callStore((db) => deleteView(db, id, Date.now())))) throw notFound(id)
}

function notFound(id: string): ApiError {
  return new ApiError('VIEW_NOT_FOUND', `No view has the id "${id}". Another operator may have deleted it.`)
}

function nameTaken(name: string): ApiError {
  return new ApiError('VIEW_EXISTS', `A view is called "${name}" already. Choose another name, or update it.`)
}
