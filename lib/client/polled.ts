import type { LinkState } from './event-stream'
import { whatFailed } from './explain-error'

interface Polled {
  isError: boolean
  data: unknown
  dataUpdatedAt: number
  error: Error | null
}

/** For a page that asks every few seconds instead of keeping a stream open; its state reads the same. */
export function linkOf(query: Polled): LinkState {
  if (query.data === undefined) return query.isError ? { is: 'reconnecting' } : { is: 'connecting' }
  if (query.error === null) return { is: 'live' }
  return { is: 'stale', since: query.dataUpdatedAt, why: whatFailed(query.error) }
}
