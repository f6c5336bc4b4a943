/** One sentence for whatever went wrong: what it was and what to do. */
import { ClientError } from '@/lib/client/client-error'
import { pagePaths } from '@/lib/contract/paths'
import { describeFailure } from '../console/problem'
import { isOutage, lostWords, strangerAt } from './instance'

export function complaintAbout(error: unknown, url: string): string {
  if (!(error instanceof ClientError)) return describeFailure(error)
  const isStranger = error.code === 'INTERCEPTED' || (error.code === 'UNREADABLE' && !isOutage(error))
  if (isStranger) return strangerAt(url).message
  if (error.code === 'UNANSWERED' || error.code === 'UNREADABLE') return silence(error, url)
  if (error.code === 'STORE_UNREACHABLE') {
    // The key of these tries ends with the command, so the advice to use it again would help nobody.
    return `PostgreSQL behind ${url} gave no answer for too long, so the outcome is unknown; look at ${url}${pagePaths.packets}.`
  }
  return error.message
}

function silence(error: ClientError, url: string): string {
  const { reason, mayHaveArrived } =
    error.status === null ? lostWords(error) : { reason: `status ${error.status}`, mayHaveArrived: true }
  if (mayHaveArrived) {
    return `${url} gave no complete answer (${reason}), so the outcome is unknown; look at ${url}${pagePaths.packets}.`
  }
  return `Nothing answers at ${url} (${reason}); start Waybill with "npm start", or name a running one with --url.`
}
