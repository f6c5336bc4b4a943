import { ClientError, isRefusal } from './client-error'

/** Between two tries of a read that failed. */
const askAgainMs = 5_000

const asksAgain = `This page asks again every ${askAgainMs / 1000} seconds.`

/** What went wrong, in a sentence. */
export function whatFailed(error: Error): string {
  if (!(error instanceof ClientError)) return 'The answer could not be understood.'
  return error.code === 'TEMPORAL_UNREACHABLE' ? 'Temporal did not answer.' : error.message
}

/** Why something could not be read, for the place where it would stand. */
export function explainError(error: Error): string {
  return isRefusal(error) ? whatFailed(error) : `${whatFailed(error)} ${asksAgain}`
}

/** For `refetchInterval`. */
export function askAgain(query: { state: { error: Error | null } }): number | false {
  const { error } = query.state
  return error === null || isRefusal(error) ? false : askAgainMs
}
