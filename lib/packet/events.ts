/** What can happen to a delivery. `at` is the workflow's time in milliseconds since the epoch. */

/** How a provider answered the hand-over; it says nothing yet about delivery. */
export type HandOverAnswer =
  | { readonly kind: 'accepted'; readonly status: number; readonly latencyMs: number }
  | {
      readonly kind: 'rejected'
      readonly status: number
      readonly latencyMs: number
      readonly reason: string
    }
  | {
      readonly kind: 'unreachable'
      readonly status: number | null
      readonly latencyMs: number | null
      readonly reason: string
      /** The packet may have arrived although no good answer came back. */
      readonly mayHaveArrived: boolean
    }

export interface RouteChosen {
  readonly type: 'routeChosen'
  readonly at: number
  readonly provider: string
  readonly receiptTimeoutMs: number
}

export interface LookupFailed {
  readonly type: 'lookupFailed'
  readonly at: number
  readonly error: string
  /** When it is tried again; null when the tries are used up. */
  readonly nextTryAt: number | null
}

export interface NoRouteLeft {
  readonly type: 'noRouteLeft'
  readonly at: number
}

export interface HandOverAnswered {
  readonly type: 'handOverAnswered'
  readonly at: number
  readonly attempt: number
  readonly answer: HandOverAnswer
}

export interface ReceiptArrived {
  readonly type: 'receiptArrived'
  readonly at: number
  readonly attempt: number
  /** When the callback route took it, which may be long before a worker hears of it. */
  readonly receivedAt: number
  readonly delivered: boolean
  readonly reason: string | null
}

export interface DeadlinePassed {
  readonly type: 'deadlinePassed'
  readonly at: number
  readonly attempt: number
  /** Receipts could be taken during the whole attempt. */
  readonly intakeUp: boolean
  readonly graceMs: number
}

export interface Canceled {
  readonly type: 'canceled'
  readonly at: number
  readonly reason: string
}

export type LedgerEvent =
  | RouteChosen
  | LookupFailed
  | NoRouteLeft
  | HandOverAnswered
  | ReceiptArrived
  | DeadlinePassed
  | Canceled
