import { isIntercepted, isRefusal } from './client-error'
import type { LinkState } from './event-stream'
import { whatFailed } from './explain-error'

interface Polled {
  data: unknown
  dataUpdatedAt: number
  error: Error | null
}

/** For a page that asks every few seconds instead of keeping a stream open; its state reads the same. */
export function linkOf(query: Polled): LinkState {
  const { error } = query
  if (error !== null && isIntercepted(error)) {
    return { is: 'intercepted', since: query.dataUpdatedAt, why: whatFailed(error) }
  }
  if (query.data === undefined) {
    if (error === null) return { is: 'connecting' }
    return { is: isRefusal(error) ? 'refused' : 'reconnecting' }
  }
  if (error === null) return { is: 'live' }
  return { is: 'stale', since: query.dataUpdatedAt, why: whatFailed(error) }
}
