import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import { transmit } from './activities'

/** Orders the hand-over, named so that Temporal's own UI tells which attempt it is. */
export function orderFor(attempt: LedgerAttempt, order: TransmitOrder): Promise<TransmitEvidence> {
  const summary = `attempt ${attempt.number}: ${attempt.provider}`
  return transmit.executeWithOptions({ summary }, [order])
}
