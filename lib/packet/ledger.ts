/** The state of one delivery: attempts, receipts and how it ended. Times are milliseconds since the epoch. */
import type { AttemptOutcome, HandOver, PacketStatus } from './packet'

export interface LedgerReceipt {
  readonly receivedAt: number
  readonly delivered: boolean
  readonly reason: string | null
}

export interface LedgerAttempt {
  readonly number: number
  readonly provider: string
  readonly outcome: AttemptOutcome
  readonly transmittedAt: number
  readonly deadline: number
  readonly endedAt: number | null
  readonly reason: string | null
  readonly handOver: HandOver
  readonly receipt: LedgerReceipt | null
  readonly late: boolean
  readonly settled: boolean
  readonly graceUntil: number | null
  readonly duplicates: number
  readonly contradicted: boolean
}

export interface LedgerLookup {
  readonly failures: number
  readonly lastError: string
  readonly nextTryAt: number | null
}

export interface Ledger {
  readonly status: PacketStatus
  readonly maxAttempts: number
  readonly attempts: readonly LedgerAttempt[]
  readonly lookup: LedgerLookup | null
  /** Number of the attempt whose receipt decided; kept when a second provider confirms too. */
  readonly deliveredBy: number | null
  /** Why somebody canceled it; kept when a late receipt then shows it delivered. */
  readonly canceled: string | null
  /** Why it could not go on, for an ending that no attempt explains. */
  readonly failure: string | null
  readonly updatedAt: number
  readonly endedAt: number | null
}

/** A ledger with nothing tried yet. */
export function openLedger(at: number, maxAttempts: number): Ledger {
  return {
    status: 'ROUTING',
    maxAttempts,
    attempts: [],
    lookup: null,
    deliveredBy: null,
    canceled: null,
    failure: null,
    updatedAt: at,
    endedAt: null,
  }
}

/** The one attempt whose receipt is awaited. */
export function pendingAttempt(ledger: Ledger): LedgerAttempt | undefined {
  return ledger.attempts.find((attempt) => attempt.outcome === 'PENDING')
}

/** Providers that must not be chosen again, in the order of trying. */
export function triedProviders(ledger: Ledger): string[] {
  return ledger.attempts.map((attempt) => attempt.provider)
}

/** The same ledger with one attempt changed. */
export function withAttempt(ledger: Ledger, number: number, change: Partial<LedgerAttempt>): Ledger {
  const attempts = ledger.attempts.map((attempt) =>
    attempt.number === number ? { ...attempt, ...change } : attempt,
  )
  return { ...ledger, attempts }
}
