/**
 * Which receipts this process has taken, as far as it remembers. Temporal knows for certain; but what was taken
 * since this process began need not be asked of it.
 */
import 'server-only'
import { processWide } from '@/lib/server/process-wide'

const maxEntries = 20_000

/** A workflow takes 10,000 signals in all; one carrier gone wild must not use them up. */
const maxSignals = 100

/** Clocks of workers, which seal tokens, may differ from ours. */
const clockMarginMs = 5_000

interface AttemptMemory {
  /** What its receipts said. */
  delivered: readonly boolean[]
  /** How many were handed to its packet. */
  signals: number
}

export class ReceiptMemory {
  readonly #digests = new Map<string, { digest: string; at: number }>()
  readonly #attempts = new Map<string, { memory: AttemptMemory; at: number }>()
  /** Milliseconds since the epoch; whatever was taken later is remembered. */
  #completeSince: number

  constructor(startedAt: number) {
    this.#completeSince = startedAt
  }

  /** False when a receipt for a token sealed then may have been taken without this process knowing of it. */
  knowsAllSince(sealedAt: number | undefined): boolean {
    return sealedAt !== undefined && sealedAt > this.#completeSince + clockMarginMs
  }

  /** Digest of the body that came with this id. */
  digestOf(receiptKey: string): string | null {
    return this.#digests.get(receiptKey)?.digest ?? null
  }

  attempt(attemptId: string): Readonly<AttemptMemory> {
    return this.#attempts.get(attemptId)?.memory ?? { delivered: [], signals: 0 }
  }

  /** So many that only what none of them has said is still handed on. */
  isFull(attemptId: string): boolean {
    return this.attempt(attemptId).signals >= maxSignals
  }

  remember(receiptKey: string, digest: string, now: number = Date.now()): void {
    this.#digests.delete(receiptKey)
    this.#digests.set(receiptKey, { digest, at: now })
    this.#forget(this.#digests)
  }

  rememberAttempt(attemptId: string, memory: AttemptMemory, now: number = Date.now()): void {
    this.#attempts.delete(attemptId)
    this.#attempts.set(attemptId, { memory, at: now })
    this.#forget(this.#attempts)
  }

  #forget(entries: Map<string, { at: number }>): void {
    const [oldest] = entries
    if (entries.size <= maxEntries || oldest === undefined) return
    entries.delete(oldest[0])
    this.#completeSince = Math.max(this.#completeSince, oldest[1].at)
  }
}

export const receiptMemory = processWide('receipts-taken', () => new ReceiptMemory(Date.now()))
