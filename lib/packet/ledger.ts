/** The state of one delivery: attempts, receipts and how it ended. Times are milliseconds since the epoch. */
import type { Action, Operator } from './action'
import type { RouteChoice } from './choice'
import type { AttemptOutcome, GraceReason, HandOver, PacketStatus, RecallResult } from './packet'
import type { AttemptReason, CancelReason, EndReason, FailureReason, LookupError, Wait } from './reason'

export interface LedgerReceipt {
  readonly receivedAt: number
  readonly delivered: boolean
  readonly reason: string | null
  readonly providerReference: string | null
  /** An operator gave the receipt in the provider's place. */
  readonly byHand: boolean
}

/** What an operator did. */
export interface LedgerAction extends Operator {
  /** Makes the action idempotent: a repeated request has the same id. Null for a cancellation, which needs none. */
  readonly id: string | null
  readonly at: number
  /** The attempt that the action was about, or the latest; 0 if there was none. */
  readonly attempt: number
  readonly action: Action | { readonly do: 'cancel' }
}

export interface LedgerRecall {
  readonly at: number
  readonly result: RecallResult
}

/**
 * Why a deadline was extended. `intake`: the intake of receipts was interrupted after the hand-over, whose time is
 * `since`. `timer`: the deadline was due at `since`, but its timer fired late: Temporal or every worker was down.
 */
export interface GraceCause {
  readonly why: GraceReason
  readonly since: number
}

export interface LedgerAttempt {
  readonly number: number
  readonly provider: string
  readonly outcome: AttemptOutcome
  readonly transmittedAt: number
  readonly deadline: number
  readonly endedAt: number | null
  readonly reason: AttemptReason | null
  readonly handOver: HandOver
  readonly receipt: LedgerReceipt | null
  readonly late: boolean
  readonly settled: boolean
  readonly graceUntil: number | null
  /** Why the latest grace was given; null if that was not recorded. */
  readonly graceCause: GraceCause | null
  /** When the latest grace began, and the total length of all graces in milliseconds. */
  readonly graceAt: number | null
  readonly graceGivenMs: number
  /** The provider confirmed the packet, and also said that it was not, or would not be, delivered. */
  readonly contradicted: boolean
  /** The provider can be asked to stop. */
  readonly recallable: boolean
  readonly recall: LedgerRecall | null
  readonly choice: RouteChoice | null
  /** A hand-over of this attempt broke off, and the packet may have arrived. Stays set when it is handed over again. */
  readonly mayHaveArrived: boolean
  /** The hand-over was asked not to begin. */
  readonly withdrawing: boolean
}

export interface LedgerLookup {
  readonly failures: number
  readonly lastError: LookupError
  readonly nextTryAt: number | null
}

export type LedgerWaiting = Wait & {
  readonly since: number
  /** Null until sending is resumed. */
  readonly nextTryAt: number | null
}

/** A delay of the delivery that is over. */
export type LedgerDelay =
  /** `nextTryAt` null: it was the last try. */
  | {
      readonly kind: 'lookUpFailed'
      readonly at: number
      readonly error: LookupError
      readonly nextTryAt: number | null
    }
  | { readonly kind: 'waited'; readonly at: number; readonly until: number; readonly wait: Wait }
  /** The provider took no new packets when the hand-over's turn came. */
  | { readonly kind: 'takenBack'; readonly at: number; readonly provider: string }

export interface Ledger {
  readonly status: PacketStatus
  readonly maxAttempts: number
  readonly attempts: readonly LedgerAttempt[]
  readonly lookup: LedgerLookup | null
  readonly waiting: LedgerWaiting | null
  /** Delays that are over, in the order in which they ended; absent if there were none. */
  readonly delays?: readonly LedgerDelay[]
  /** The time at which the delivery is to begin; null for at once. */
  readonly deliverAt: number | null
  /** End of the quiet hours at the destination that hold, or held, the packet back; null if none do or did. */
  readonly quietUntil: number | null
  /** An operator sent the packet before its time, so quiet hours do not hold it back. */
  readonly atAnyHour: boolean
  /** When the delivery began; null before that, and for a packet that began at once. */
  readonly begunAt: number | null
  /** No further provider is tried from then on. */
  readonly expiresAt: number | null
  /** How long the packet listens for corrections after its end. */
  readonly settlingMs: number
  /** Number of the attempt whose receipt decided; kept when a second provider confirms too. */
  readonly deliveredBy: number | null
  /** Why the packet was canceled; kept when a late receipt then shows that it was delivered. */
  readonly canceled: CancelReason | null
  /** Why the delivery failed. */
  readonly failure: FailureReason | null
  /** What operators did, in order. */
  readonly actions: readonly LedgerAction[]
  readonly updatedAt: number
  readonly endedAt: number | null
}

/** What a packet waits for before its delivery begins. */
export interface Beginning {
  /** The packet waits for its turn, which its batch or queue gives it. */
  readonly queued?: boolean
  /** The packet's time, in milliseconds since the epoch. */
  readonly deliverAt?: number | null
  /** The end of quiet hours, in milliseconds since the epoch. */
  readonly quietUntil?: number | null
}

/** A ledger with nothing tried yet. */
export function openLedger(
  at: number,
  maxAttempts: number,
  expiresAt: number | null = null,
  { queued = false, deliverAt = null, quietUntil = null }: Beginning = {},
): Ledger {
  const waits = (dueAt({ deliverAt, quietUntil }) ?? at) > at ? 'SCHEDULED' : 'ROUTING'
  return {
    status: queued ? 'QUEUED' : waits,
    maxAttempts,
    deliverAt,
    quietUntil,
    atAnyHour: false,
    begunAt: null,
    attempts: [],
    lookup: null,
    waiting: null,
    expiresAt,
    settlingMs: 0,
    deliveredBy: null,
    canceled: null,
    failure: null,
    actions: [],
    updatedAt: at,
    endedAt: null,
  }
}

/** When the delivery is due: the later of the packet's time and the end of quiet hours; null for at once. */
export function dueAt({ deliverAt, quietUntil }: Pick<Ledger, 'deliverAt' | 'quietUntil'>): number | null {
  return deliverAt === null && quietUntil === null ? null : Math.max(deliverAt ?? 0, quietUntil ?? 0)
}

/** The one attempt whose receipt is awaited. */
export function pendingAttempt(ledger: Ledger): LedgerAttempt | undefined {
  return ledger.attempts.find((attempt) => attempt.outcome === 'PENDING')
}

/** The attempt whose provider was asked to stop and has not answered. */
export function recalledAttempt(ledger: Ledger): LedgerAttempt | undefined {
  return ledger.attempts.find((attempt) => attempt.recall?.result === 'ASKED')
}

/** When an ended packet stops listening; null while it is under way, and if no correction is expected. */
export function settlingUntil(ledger: Ledger): number | null {
  if (ledger.endedAt === null || !ledger.attempts.some(mayBeCorrected)) return null
  return ledger.endedAt + ledger.settlingMs
}

/** A provider that refused a packet has it, and may still confirm it. */
function mayBeCorrected({ settled, receipt }: LedgerAttempt): boolean {
  return !settled || receipt?.delivered === false
}

/** The number of receipts that changed the ledger. Of two ledgers of one packet, the one with fewer lacks a receipt. */
export function receiptsTaken({ attempts }: Ledger): number {
  return attempts.reduce(
    (sum, { receipt, contradicted }) => sum + Number(receipt !== null) + Number(contradicted),
    0,
  )
}

/** Why the delivery ended; null while it is under way. */
export function endReasonOf({ status, maxAttempts, failure, canceled }: Ledger): EndReason | null {
  switch (status) {
    case 'SCHEDULED':
    case 'QUEUED':
    case 'ROUTING':
    case 'TRANSMITTING':
      return null
    case 'DELIVERED':
    case 'NO_ROUTE':
    case 'EXPIRED':
      return { code: status }
    case 'EXHAUSTED':
      return { code: status, attempts: maxAttempts }
    case 'FAILED':
      return failure ?? { code: 'INTERNAL', error: null }
    case 'CANCELED':
      return canceled ?? { code: 'CANCELED_IN_TEMPORAL' }
  }
}

/** Whether the provider refused the hand-over. 429 and 5xx do not count: they say that the provider was unable to. */
export function wasRejected({ handOver: { state, status } }: LedgerAttempt): boolean {
  return state === 'FAILED' && status !== null && status < 500 && status !== 429
}

/** Providers that must not be chosen again, in the order of trying. */
export function triedProviders(ledger: Ledger): string[] {
  return ledger.attempts.map((attempt) => attempt.provider)
}

/** What operators want of the next look-up. */
export interface Wishes {
  /** Providers that must not get the packet. */
  readonly skipped: string[]
  /** The provider that gets the packet next, if it may be handed it; null if none is preferred. */
  readonly preferred: string | null
}

/** A preference holds only for the attempt after the one that was the latest when the operator gave it. */
export function wishesOf({ actions, attempts }: Ledger): Wishes {
  const skipped = actions.flatMap(({ action }) => (action.do === 'skip' ? action.provider : []))
  const preferred = actions.flatMap(({ action, attempt }) =>
    action.do === 'prefer' && attempt === attempts.length ? action.provider : [],
  )
  return { skipped, preferred: preferred.findLast((name) => !skipped.includes(name)) ?? null }
}

/** The same ledger with one attempt changed. */
export function withAttempt(ledger: Ledger, number: number, change: Partial<LedgerAttempt>): Ledger {
  const attempts = ledger.attempts.map((attempt) =>
    attempt.number === number ? { ...attempt, ...change } : attempt,
  )
  return { ...ledger, attempts }
}
