/** What a delivery needs next. */
import { type Ledger, type LedgerAttempt, pendingAttempt, triedProviders } from './ledger'
import { hasEnded } from './packet'

export type Decision =
  | { readonly do: 'lookUp'; readonly tried: string[] }
  /** A provider is being handed the packet; its answer is evidence even after the end. */
  | { readonly do: 'awaitHandOver' }
  | { readonly do: 'awaitReceipt'; readonly attempt: LedgerAttempt; readonly until: number }
  /** Ended, but a provider may still send a receipt that corrects it. */
  | { readonly do: 'settle'; readonly since: number }
  | { readonly do: 'close' }

export function decide(ledger: Ledger): Decision {
  const attempt = pendingAttempt(ledger)
  if (attempt !== undefined) {
    if (isSending(attempt)) return { do: 'awaitHandOver' }
    return { do: 'awaitReceipt', attempt, until: attempt.graceUntil ?? attempt.deadline }
  }
  if (!hasEnded(ledger.status)) return { do: 'lookUp', tried: triedProviders(ledger) }
  if (ledger.attempts.some(isSending)) return { do: 'awaitHandOver' }
  const settled = ledger.attempts.every((candidate) => candidate.settled)
  return settled ? { do: 'close' } : { do: 'settle', since: ledger.endedAt ?? ledger.updatedAt }
}

function isSending(attempt: LedgerAttempt): boolean {
  return attempt.handOver.state === 'SENDING'
}
