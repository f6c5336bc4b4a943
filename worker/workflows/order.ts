/** What the activities are asked, named so that Temporal's own UI tells which attempt it is about. */
import type { RecallEvidence, TransmitEvidence } from '@/lib/contract/workflows'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import { recall, transmit, transmitUnsent } from './activities'
import type { Delivery } from './delivery'

type Subject = Pick<Delivery, 'packetId' | 'destination' | 'expiresAt'>

/** Orders the hand-over, in the way that keeps it known to be unsent for as long as it is. */
export function transmitTo(subject: Subject, attempt: LedgerAttempt): Promise<TransmitEvidence> {
  const { number, provider, deadline, transmittedAt, mayHaveArrived } = attempt
  const { packetId, expiresAt } = subject
  const repeatsUnsentOnly = !mayHaveArrived
  const order = {
    packetId,
    attempt: number,
    provider,
    receiptTimeoutMs: deadline - transmittedAt,
    ...(expiresAt !== null && { expiresAt }),
    ...(repeatsUnsentOnly && { repeatsUnsentOnly }),
  }
  const activity = repeatsUnsentOnly ? transmitUnsent : transmit
  return activity.executeWithOptions({ summary: `${packetId}, attempt ${number}: ${provider}` }, [order])
}

/** Orders the recall of an attempt. */
export function recallFrom({ packetId }: Subject, attempt: LedgerAttempt): Promise<RecallEvidence> {
  const { number, provider, deadline } = attempt
  const summary = `${packetId}, recall of attempt ${number}: ${provider}`
  return recall.executeWithOptions({ summary }, [{ packetId, attempt: number, provider, deadline }])
}
