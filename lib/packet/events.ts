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
  /** No provider at all could be reached: ours, so it costs this one nothing. */
  | { readonly kind: 'outage'; readonly reason: Unreachable; readonly mayHaveArrived: boolean }
  /** An operator keeps it back. */
  | { readonly kind: 'paused'; readonly hold: Hold }
  /** Its provider takes no new packets, and had not been sent this one: another one is looked up. */
  | { readonly kind: 'takenBack' }
  /**
   * Not sent: it was not wanted any more when its turn came, or the packet had expired, or its contents were lost. A
   * worker that was lost may have sent it before.
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

/** A provider could deliver it, but none may be handed it now. */
export interface RouteWaited {
  readonly type: 'routeWaited'
  readonly at: number
  readonly wait: Exclude<Wait, { why: 'outage' }>
}

export interface LookupFailed {
  readonly type: 'lookupFailed'
  readonly at: number
  readonly error: LookupError
  /** When it is tried again; null when the tries are used up. */
  readonly nextTryAt: number | null
}

export interface NoRouteLeft {
  readonly type: 'noRouteLeft'
  readonly at: number
}

/** After an outage of ours the same attempt is handed over again, and its provider gets its whole time. */
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
  /** When it was sent, by the sender's clock. */
  readonly sentAt?: number
}

/** A hand-over that is no longer needed is not to begin. */
export interface WithdrawalAsked {
  readonly type: 'withdrawalAsked'
  readonly at: number
  readonly attempt: number
}

export interface ReceiptArrived {
  readonly type: 'receiptArrived'
  readonly at: number
  readonly attempt: number
  /** When the callback route took it, which may be long before a worker hears of it. */
  readonly receivedAt: number
  readonly delivered: boolean
  readonly reason: string | null
  /** The provider's own name for it. */
  readonly providerReference?: string | null
  /** An operator gave it in the provider's place. */
  readonly byHand?: Pick<Operator, 'who'>
}

/** An operator does something with the packet, having seen this attempt as its latest, or as the one that it is about. */
export interface Acted {
  readonly type: 'acted'
  readonly at: number
  /** The same where it is asked for again. */
  readonly id: string
  /** Counts from 1; 0 where there was none. */
  readonly attempt: number
  readonly action: Action
  readonly by: Operator
}

export interface DeadlinePassed {
  readonly type: 'deadlinePassed'
  readonly at: number
  readonly attempt: number
  /** Receipts could be taken all the time since the hand-over, or since the latest grace began. */
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

/** Its turn and its time have come. */
export interface Begun {
  readonly type: 'begun'
  readonly at: number
}

/** It was scheduled, and takes its place behind others with its ordering key. */
export interface Queued {
  readonly type: 'queued'
  readonly at: number
  /** An operator sends it now: quiet hours do not hold it back at its turn. */
  readonly atAnyHour: boolean
}

/** An operator gave it another time; `quietUntil` where that falls into quiet hours. */
export interface Rescheduled {
  readonly type: 'rescheduled'
  readonly at: number
  readonly deliverAt: number
  readonly quietUntil: number | null
}

/** The time that the packet was worth sending is over. */
export interface Expired {
  readonly type: 'expired'
  readonly at: number
}

export interface Canceled {
  readonly type: 'canceled'
  readonly at: number
  readonly why: CancelReason
}

/** It cannot go on, by a fault that is no provider's. */
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
