/**
 * Names and messages by which the web process, the worker and other Temporal clients meet. Only types and names:
 * workflows import this, and every module they import is loaded anew for each delivery.
 */
import { isPacketId } from '@/lib/packet/bounds'
import type { RouteChoice } from '@/lib/packet/choice'
import type { HandOverAnswer, RecallAnswered, RouteWaited } from '@/lib/packet/events'

export const taskQueue = 'data-routing'
export const dataRoutingType = 'dataRouting'
export const greetSomeoneType = 'greetSomeone'
export const keptReceiptType = 'keptReceipt'
export const keyClaimType = 'keyClaim'

const workflowIdPrefix = 'packet-'

export function workflowIdOf(packetId: string): string {
  return `${workflowIdPrefix}${packetId}`
}

/** The packet id in a workflow id; null when the workflow is not a packet's, or its id is none that a packet can have. */
export function packetIdOf(workflowId: string): string | null {
  const id = workflowId.startsWith(workflowIdPrefix) ? workflowId.slice(workflowIdPrefix.length) : ''
  return isPacketId(id) ? id : null
}

/** The one argument of `dataRouting`; its workflow id is `packet-<packet id>`. */
export interface DeliveryRequest {
  source: string
  destination: string
  /** Base64. */
  contents: string
  contentType?: string | null | undefined
  maxAttempts?: number | null | undefined
  receiptTimeoutMs?: number | null | undefined
  /** ISO 8601 in UTC; no further provider is tried from then on. */
  expiresAt?: string | null | undefined
}

export const packetQuery = 'packet'

/** Memo keys: the read model, and the fingerprint of the request that started it. */
export const packetMemo = 'packet'
export const requestMemo = 'request'

export interface RequestMemo {
  /** SHA-256 of the submission and, apart, of its idempotency key; hexadecimal. */
  fingerprint: string
  keyHash: string | null
  contentBytes: number
}

/** Memo key of a kept receipt. */
export const keptReceiptMemo = 'kept'

export const receiptSignal = 'receipt'

/** A verified receipt on its way to the workflow. */
export interface ReceiptSignal {
  attempt: number
  provider: string
  delivered: boolean
  reason: string | null
  providerReference: string | null
  webhookId: string
  /** Milliseconds since the epoch, when the callback route took it. */
  receivedAt: number
  /** First characters of the key's fingerprint, to tell which of two secrets signed it. */
  key: string
  /** Which of the provider's secrets that is. Like what follows, missing in signals of earlier versions. */
  keyAge?: KeyAge
  /** First hexadecimal digits of the body's SHA-256. */
  digest?: string
  /** First characters of the body, without the token. */
  excerpt?: string
}

/** `newest` and `older` while a provider's secrets are being rotated. */
export type KeyAge = 'only' | 'newest' | 'older'

export const cancelSignal = 'cancel'

export interface CancelSignal {
  reason: string
}

/** What the routing service answers when somebody may be handed the packet. */
export interface Route {
  provider: string
  receiptTimeoutMs: number | null
  /** The installation's settings, recorded here so that a replay sees what was in force. */
  graceMs: number
  settlingMs: number
  /** The provider can be asked to stop. */
  recall?: boolean
  choice?: RouteChoice
}

/** Somebody could deliver it, but nobody may be handed it now. */
export interface RouteWait {
  wait: RouteWaited['wait']
}

/** Null when no provider is left. */
export type RouteAnswer = Route | RouteWait | null

export interface RouteQuestion {
  packetId: string
  destination: string
  tried: string[]
  /** Counts the tries of this look-up from 1, so that seeded faults differ between them. */
  tryNumber: number
}

export interface TransmitOrder {
  packetId: string
  attempt: number
  provider: string
  source: string
  destination: string
  contents: string
  receiptTimeoutMs: number
  /** Nothing is sent from then on; milliseconds since the epoch. */
  expiresAt?: number
  /** Temporal repeats it only where nothing was sent; a try that was lost comes back to the workflow. */
  repeatsUnsentOnly?: true
}

/** Evidence of one hand-over; excerpts are cut and carry no secrets. */
export interface TransmitEvidence {
  answer: HandOverAnswer
  /** First characters of the provider's answer. */
  excerpt: string
  /** Tries of this hand-over, all with the same `webhook-id`. */
  tries: number
  /**
   * When the time for the receipt began, as the provider was told: by the worker's clock, in milliseconds since the
   * epoch. Absent when nothing was sent.
   */
  sentAt?: number
}

export interface RecallOrder {
  packetId: string
  attempt: number
  provider: string
  /** Milliseconds since the epoch, as announced with the hand-over. */
  deadline: number
}

/** What the provider said; `detail` is for the history. */
export interface RecallEvidence {
  result: RecallAnswered['result']
  detail: string
}

export interface IntakeQuestion {
  attempt: number
  /** Milliseconds since the epoch. */
  since: number
}
