import { ClientError, isIntercepted, isRefusal } from './client-error'

/** Between two tries of a read that failed. */
const askAgainMs = 5_000
/** Between two tries while a sign-in page answers: only a person can change that. */
const calmMs = 15_000

const asksAgain = `This page asks again every ${askAgainMs / 1000} seconds.`

/** What went wrong, in a sentence. */
export function whatFailed(error: Error): string {
  if (!(error instanceof ClientError)) return 'The answer could not be understood.'
  if (error.code === 'STORE_UNREACHABLE') return 'PostgreSQL did not answer.'
  return error.code === 'TEMPORAL_UNREACHABLE' ? 'Temporal did not answer.' : error.message
}

/** Why something could not be read, for the place where it would stand. */
export function explainError(error: Error): string {
  return isRefusal(error) || isIntercepted(error) ? whatFailed(error) : `${whatFailed(error)} ${asksAgain}`
}

interface Failing {
  state: { error: Error | null }
}

/** For `refetchInterval`. */
export function askAgain({ state: { error } }: Failing): number | false {
  if (error === null || isRefusal(error)) return false
  return isIntercepted(error) ? calmMs : askAgainMs
}

/** Likewise, for what is asked all the time. */
export function every(ms: number): (query: Failing) => number {
  return ({ state: { error } }) => (isIntercepted(error) ? Math.max(ms, calmMs) : ms)
}
