/** What can happen to a delivery. `at` is the workflow's time in milliseconds since the epoch. */
import type { Action, Operator } from './action'
import type { RouteChoice } from './choice'
import type { RecallResult } from './packet'
import type { CancelReason, FailureReason, Hold, LookupError, Rejected, Unreachable, Wait } from './reason'

/** How a provider answered the hand-over; it says nothing yet about delivery. */
export type ProviderAnswer =
  | { readonly kind: 'accepted'; readonly status: number; readonly latencyMs: number }
  | {
      readonly kind: 'rejected'
      readonly status: number
      readonly latencyMs: number
      readonly reason: Rejected
      /** An earlier try of this hand-over may have arrived. */
      readonly mayHaveArrived: boolean
    }
  | {
      readonly kind: 'unreachable'
      readonly status: number | null
      readonly latencyMs: number | null
      readonly reason: Unreachable
      /** The packet may have arrived although no good answer came back. */
      readonly mayHaveArrived: boolean
    }

/** What became of a hand-over. */
export type HandOverAnswer =
  | ProviderAnswer
  /** No provider at all could be reached: the fault is ours, so this provider is not blamed. */
  | { readonly kind: 'outage'; readonly reason: Unreachable; readonly mayHaveArrived: boolean }
  /** Not sent: an operator paused all sending, or it is being resumed gradually. */
  | { readonly kind: 'paused'; readonly hold: Hold }
  /** The provider takes no new packets and was not sent this one: another provider is looked up. */
  | { readonly kind: 'takenBack' }
  /**
   * Not sent when its turn came: it was withdrawn, or the packet had expired, or its contents were lost. A worker that
   * crashed may have sent it before.
   */
  | {
      readonly kind: 'unsent'
      readonly why: 'withdrawn' | 'expired' | 'lost'
      readonly mayHaveArrived: boolean
    }

export interface RouteChosen {
  readonly type: 'routeChosen'
  readonly at: number
  readonly provider: string
  readonly receiptTimeoutMs: number
  /** How long the packet listens for corrections after its end. */
  readonly settlingMs: number
  /** The provider can be asked to stop. */
  readonly recall?: boolean
  readonly choice?: RouteChoice
}

/** A provider could deliver the packet, but none may be handed it now. */
export interface RouteWaited {
  readonly type: 'routeWaited'
  readonly at: number
  readonly wait: Exclude<Wait, { why: 'outage' }>
}

export interface LookupFailed {
  readonly type: 'lookupFailed'
  readonly at: number
  readonly error: LookupError
  /** When the look-up is tried again; null when the tries are used up. */
  readonly nextTryAt: number | null
}

export interface NoRouteLeft {
  readonly type: 'noRouteLeft'
  readonly at: number
}

/** The same attempt is handed over again, as after an outage of ours; its provider gets its whole time-out again. */
export interface HandedOverAgain {
  readonly type: 'handedOverAgain'
  readonly at: number
  readonly attempt: number
}

export interface HandOverAnswered {
  readonly type: 'handOverAnswered'
  readonly at: number
  readonly attempt: number
  readonly answer: HandOverAnswer
  /** When the packet was sent, by the clock of the worker that sent it. */
  readonly sentAt?: number
}

/** A hand-over that is no longer needed is asked not to begin. */
export interface WithdrawalAsked {
  readonly type: 'withdrawalAsked'
  readonly at: number
  readonly attempt: number
}

export interface ReceiptArrived {
  readonly type: 'receiptArrived'
  readonly at: number
  readonly attempt: number
  /** When the callback route took the receipt, which may be long before a worker hears of it. */
  readonly receivedAt: number
  readonly delivered: boolean
  readonly reason: string | null
  /** The provider's own reference for the packet. */
  readonly providerReference?: string | null
  /** Set when an operator gave the receipt in the provider's place. */
  readonly byHand?: Pick<Operator, 'who'>
}

/** An operator acts on the packet. `attempt`: the one that the action is about, or the latest that the operator saw. */
export interface Acted {
  readonly type: 'acted'
  readonly at: number
  /** Makes the action idempotent: a repeated request has the same id. */
  readonly id: string
  /** Counts from 1; 0 if there was none. */
  readonly attempt: number
  readonly action: Action
  readonly by: Operator
}

export interface DeadlinePassed {
  readonly type: 'deadlinePassed'
  readonly at: number
  readonly attempt: number
  /** The intake of receipts has run without a break since the hand-over, or since the latest grace began. */
  readonly intakeUp: boolean
  readonly graceMs: number
}

/** A silent provider is asked to stop before the next one gets the packet. */
export interface RecallAsked {
  readonly type: 'recallAsked'
  readonly at: number
  readonly attempt: number
}

export interface RecallAnswered {
  readonly type: 'recallAnswered'
  readonly at: number
  readonly attempt: number
  readonly result: Exclude<RecallResult, 'ASKED'>
}

/** The packet's turn and time have come. */
export interface Begun {
  readonly type: 'begun'
  readonly at: number
}

/** A scheduled packet is due, and takes its place behind others with its ordering key. */
export interface Queued {
  readonly type: 'queued'
  readonly at: number
  /** An operator sends the packet now: quiet hours do not hold it back at its turn. */
  readonly atAnyHour: boolean
}

/** An operator gave the packet another time. `quietUntil` is set if that time falls into quiet hours. */
export interface Rescheduled {
  readonly type: 'rescheduled'
  readonly at: number
  readonly deliverAt: number
  readonly quietUntil: number | null
}

/** The packet's expiry has passed. */
export interface Expired {
  readonly type: 'expired'
  readonly at: number
}

export interface Canceled {
  readonly type: 'canceled'
  readonly at: number
  readonly why: CancelReason
}

/** The delivery cannot go on, for a reason that is not a provider's fault. */
export interface Failed {
  readonly type: 'failed'
  readonly at: number
  readonly why: Extract<FailureReason, { code: 'INTERNAL' | 'CONTENTS_LOST' }>
}

export type LedgerEvent =
  | Begun
  | Queued
  | Rescheduled
  | RouteChosen
  | LookupFailed
  | NoRouteLeft
  | RouteWaited
  | HandedOverAgain
  | HandOverAnswered
  | WithdrawalAsked
  | ReceiptArrived
  | Acted
  | DeadlinePassed
  | RecallAsked
  | RecallAnswered
  | Expired
  | Canceled
  | Failed
