/** Withdraws a hand-over that is no longer needed, as long as nothing was sent. */
import type { WithdrawalAsked } from './events'
import { type Ledger, type LedgerAttempt, withAttempt } from './ledger'

/** The attempt to withdraw. An attempt with a receipt has been sent, even if its hand-over is not answered yet. */
export function withdrawalDue(ledger: Ledger): LedgerAttempt | undefined {
  return ledger.attempts.find(
    ({ withdrawing, outcome, handOver, receipt }) =>
      !withdrawing && outcome === 'ABANDONED' && handOver.state === 'SENDING' && receipt === null,
  )
}

export function applyWithdrawalAsked(ledger: Ledger, event: WithdrawalAsked): Ledger {
  const due = withdrawalDue(ledger)
  if (due === undefined || due.number !== event.attempt) return ledger
  return withAttempt(ledger, due.number, { withdrawing: true })
}
