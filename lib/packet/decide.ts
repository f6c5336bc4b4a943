/** What a delivery needs next. */
import { recallDue } from './apply-recall'
import { withdrawalDue } from './apply-withdrawal'
import { type Ledger, type LedgerAttempt, pendingAttempt, recalledAttempt, triedProviders } from './ledger'
import { hasEnded } from './packet'

export type Decision =
  /** `notBefore`: the end of a wait; null if there is none. `paused`: sending was paused at the last look-up. */
  | {
      readonly do: 'lookUp'
      readonly tried: string[]
      readonly notBefore: number | null
      readonly paused: boolean
    }
  /** Hand the packet over, unless that is under way already. The answer is evidence even after the packet's end. */
  | { readonly do: 'handOver'; readonly attempt: LedgerAttempt }
  /** The hand-over was held back, for example by an outage of ours: the same attempt is handed over again. */
  | { readonly do: 'handOverAgain'; readonly attempt: LedgerAttempt; readonly notBefore: number }
  /** The hand-over is no longer needed, and may not have begun. */
  | { readonly do: 'withdraw'; readonly attempt: LedgerAttempt }
  | { readonly do: 'awaitReceipt'; readonly attempt: LedgerAttempt; readonly until: number }
  /** Ask the silent provider to stop before another one is looked up. */
  | { readonly do: 'recall'; readonly attempt: LedgerAttempt }
  | { readonly do: 'awaitRecall' }
  /** The packet has ended. A receipt that corrects it is applied to the stored ledger. */
  | { readonly do: 'close' }

/** The pause before an unsent attempt is handed over again, if there is no known wait. */
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
