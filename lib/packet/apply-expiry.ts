/** Past its expiry a packet is handed to no further provider; an attempt under way keeps its deadline. */
import { abandonPending, end, isExpired } from './ending'
import { type Ledger, pendingAttempt } from './ledger'
import { hasEnded } from './packet'

/** Ends a packet that only waits or looks for a provider; leaves alone one that a provider has or is being sent. */
export function applyExpiry(ledger: Ledger, at: number): Ledger {
  if (!isExpired(ledger, at)) return ledger
  const pending = pendingAttempt(ledger)
  if (pending === undefined) {
    return hasEnded(ledger.status) ? ledger : end({ ...ledger, lookup: null }, 'EXPIRED', at)
  }
  const { state } = pending.handOver
  if (state === 'SENDING' || state === 'ACCEPTED') return ledger
  return end(abandonPending(ledger, at, { code: 'EXPIRED' }), 'EXPIRED', at)
}
