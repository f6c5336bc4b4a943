/** The store of the web process. An outage of the store becomes the error STORE_UNREACHABLE. */
import 'server-only'
import { type Database, openStore, StoreError, storeErrorOf } from '@/lib/store/store'
import { ApiError } from './api-error'
import { settings } from './env'
import { processWide } from './process-wide'

const connections = 20

export const store = processWide('store', () =>
  openStore({ url: settings().databaseUrl, name: 'web', max: connections }),
)

/**
 * @param ifUnknown for writes: what to do if it is unknown whether the write happened
 * @throws ApiError STORE_UNREACHABLE
 */
export async function callStore<T>(ask: (db: Database) => Promise<T>, ifUnknown?: string): Promise<T> {
  try {
    return await ask(store().db)
  } catch (error) {
    const told = storeErrorOf(error)
    throw told instanceof StoreError && told.isOutage ? unreachable(told, ifUnknown) : told
  }
}

function unreachable(cause: unknown, ifUnknown: string | undefined): ApiError {
  const detail =
    ifUnknown === undefined
      ? 'PostgreSQL gave no answer. Nothing was changed; try again in a moment.'
      : `PostgreSQL gave no answer, so it is not known whether this was done. ${ifUnknown}`
  return new ApiError('STORE_UNREACHABLE', detail, { cause, headers: { 'Retry-After': '2' } })
}
