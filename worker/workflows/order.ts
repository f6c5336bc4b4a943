/** What the activities are asked, named so that Temporal's own UI tells which attempt it is about. */
import type {
  RecallEvidence,
  RouteAnswer,
  RouteAsked,
  RouteQuestion,
  TransmitEvidence,
} from '@/lib/contract/workflows'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import { getRouteFromService, recall, routing, transmit, transmitUnsent } from './activities'
import type { Delivery } from './delivery'

type Subject = Pick<Delivery, 'packetId' | 'destination' | 'expiresAt'>

/** Asks the built-in rules for a provider that was not tried yet, also in place of a routing service that failed. */
export function lookUp(
  subject: Subject,
  tried: string[],
  serviceFailed: boolean,
): Promise<RouteAnswer | RouteAsked> {
  return routing.getRoute({ ...questionOf(subject, tried), ...(serviceFailed && { serviceFailed }) })
}

/** Asks the routing service. */
export function lookUpRemotely(subject: Subject, tried: string[]): Promise<RouteAnswer> {
  return getRouteFromService(questionOf(subject, tried))
}

function questionOf({ packetId, destination }: Subject, tried: string[]): RouteQuestion {
  return { packetId, destination, tried }
}

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
  return activity.executeWithOptions({ summary: `attempt ${number}: ${provider}` }, [order])
}

/** Orders the recall of an attempt. */
export function recallFrom({ packetId }: Subject, attempt: LedgerAttempt): Promise<RecallEvidence> {
  const { number, provider, deadline } = attempt
  const summary = `recall of attempt ${number}: ${provider}`
  return recall.executeWithOptions({ summary }, [{ packetId, attempt: number, provider, deadline }])
}
