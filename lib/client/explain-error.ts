import { ClientError, isRefusal } from './client-error'

/** Between two tries of a read that failed. */
const askAgainMs = 5_000

const asksAgain = `This page asks again every ${askAgainMs / 1000} seconds.`

/** Why something could not be read, for the place where it would stand. */
export function explainError(error: Error): string {
  if (!(error instanceof ClientError)) return 'The answer could not be understood.'
  if (error.code === 'TEMPORAL_UNREACHABLE') return `Temporal did not answer. ${asksAgain}`
  return isRefusal(error) ? error.message : `${error.message} ${asksAgain}`
}

/** For `refetchInterval`. */
export function askAgain(query: { state: { error: Error | null } }): number | false {
  const { error } = query.state
  return error === null || isRefusal(error) ? false : askAgainMs
}
