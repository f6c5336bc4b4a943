/** What the activities are asked, named so that Temporal's own UI tells which attempt it is about. */
import type { RecallEvidence, RouteAnswer, TransmitEvidence } from '@/lib/contract/workflows'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import { recall, routing, transmit, transmitUnsent } from './activities'
import type { Delivery } from './delivery'

type Subject = Pick<Delivery, 'packetId' | 'request'>

/** Asks for a provider that was not tried yet. */
export function lookUp(subject: Subject, tried: string[], tryNumber: number): Promise<RouteAnswer> {
  const { packetId, request } = subject
  return routing.getRoute({ packetId, destination: request.destination, tried, tryNumber })
}

/** Orders the hand-over, in the way that keeps it known to be unsent for as long as it is. */
export function transmitTo(subject: Subject, attempt: LedgerAttempt): Promise<TransmitEvidence> {
  const { source, destination, contents } = subject.request
  const { number, provider, deadline, transmittedAt, mayHaveArrived } = attempt
  const { expiresAt } = subject.request
  const repeatsUnsentOnly = !mayHaveArrived
  const order = {
    packetId: subject.packetId,
    attempt: number,
    provider,
    source,
    destination,
    contents,
    receiptTimeoutMs: deadline - transmittedAt,
    ...(expiresAt && { expiresAt: Date.parse(expiresAt) }),
    ...(repeatsUnsentOnly && { repeatsUnsentOnly }),
  }
  const activity = repeatsUnsentOnly ? transmitUnsent : transmit
  return activity.executeWithOptions({ summary: `attempt ${number}: ${provider}` }, [order])
}

/** Orders the recall of an attempt. */
export function recallFrom({ packetId }: Subject, attempt: LedgerAttempt): Promise<RecallEvidence> {
  const { number, provider, deadline } = attempt
  const summary = `recall of attempt ${number}: ${provider}`
  return recall.executeWithOptions({ summary }, [{ packetId, attempt: number, provider, deadline }])
}
