import { ClientError } from './client-error'

/** Between two tries of a read that failed. */
const askAgainMs = 5_000

const asksAgain = `This page asks again every ${askAgainMs / 1000} seconds.`

/** Why something could not be read, for the place where it would stand. */
export function explainError(error: Error): string {
  if (!(error instanceof ClientError)) return 'The answer could not be understood.'
  if (error.code === 'TEMPORAL_UNREACHABLE') return `Temporal did not answer. ${asksAgain}`
  if (error.status === null || error.status >= 500) return `${error.message} ${asksAgain}`
  return error.message
}

/** An outage passes by itself; a refusal does not. For `refetchInterval`. */
export function askAgain(query: { state: { error: Error | null } }): number | false {
  const { error } = query.state
  if (error === null) return false
  const refused = error instanceof ClientError && error.status !== null && error.status < 500
  return refused ? false : askAgainMs
}
