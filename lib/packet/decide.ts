/** What a delivery needs next. */
import { recallDue } from './apply-recall'
import { withdrawalDue } from './apply-withdrawal'
import { type Ledger, type LedgerAttempt, pendingAttempt, recalledAttempt, triedProviders } from './ledger'
import { hasEnded } from './packet'

export type Decision =
  /** `notBefore` ends a wait; null where there is nothing to wait for. `paused`: sending was, when last looked up. */
  | {
      readonly do: 'lookUp'
      readonly tried: string[]
      readonly notBefore: number | null
      readonly paused: boolean
    }
  /** It is to be handed over, unless that is under way; the answer is evidence even after the end. */
  | { readonly do: 'handOver'; readonly attempt: LedgerAttempt }
  /** No provider could be reached: the same attempt is handed over again. */
  | { readonly do: 'handOverAgain'; readonly attempt: LedgerAttempt; readonly notBefore: number }
  /** It is no longer needed, and may not have begun. */
  | { readonly do: 'withdraw'; readonly attempt: LedgerAttempt }
  | { readonly do: 'awaitReceipt'; readonly attempt: LedgerAttempt; readonly until: number }
  /** The silent provider is asked to stop before another one is looked up. */
  | { readonly do: 'recall'; readonly attempt: LedgerAttempt }
  | { readonly do: 'awaitRecall' }
  /** Ended; a receipt that corrects it is applied to what is stored. */
  | { readonly do: 'close' }

/** Before an attempt that was not sent is handed over again, although nothing is known that it would wait for. */
const againMs = 1_000

export function decide(ledger: Ledger): Decision {
  const attempt = pendingAttempt(ledger)
  if (attempt !== undefined) return decideOn(attempt, ledger)
  const unwanted = withdrawalDue(ledger)
  if (unwanted !== undefined) return { do: 'withdraw', attempt: unwanted }
  if (!hasEnded(ledger.status)) return decideRoute(ledger)
  const sending = ledger.attempts.find(isSending)
  if (sending !== undefined) return { do: 'handOver', attempt: sending }
  if (recalledAttempt(ledger) !== undefined) return { do: 'awaitRecall' }
  return { do: 'close' }
}

function decideOn(attempt: LedgerAttempt, ledger: Ledger): Decision {
  switch (attempt.handOver.state) {
    case 'SENDING':
      return { do: 'handOver', attempt }
    case 'FAILED':
    case 'WITHDRAWN':
      return {
        do: 'handOverAgain',
        attempt,
        notBefore: ledger.waiting?.nextTryAt ?? ledger.updatedAt + againMs,
      }
    case 'ACCEPTED':
      return { do: 'awaitReceipt', attempt, until: attempt.graceUntil ?? attempt.deadline }
  }
}

function decideRoute(ledger: Ledger): Decision {
  if (recalledAttempt(ledger) !== undefined) return { do: 'awaitRecall' }
  const attempt = recallDue(ledger)
  if (attempt !== undefined) return { do: 'recall', attempt }
  const { waiting } = ledger
  const paused = waiting !== null && waiting.nextTryAt === null
  return { do: 'lookUp', tried: triedProviders(ledger), notBefore: waiting?.nextTryAt ?? null, paused }
}

function isSending(attempt: LedgerAttempt): boolean {
  return attempt.handOver.state === 'SENDING'
}
