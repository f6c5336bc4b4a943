/**
 * Counts the answers to receipts, and keeps the last refused ones, in bounded memory. The counts of refusals are
 * written to the store periodically.
 */
import 'server-only'
import type { ReceiptTally, RefusedReceipt } from '@/lib/contract/kept-receipt'
import { type RefusalReason, refusalReasons } from '@/lib/contract/receipt-reasons'
import { counted } from '@/lib/server/metrics/counted'
import { processWide } from '@/lib/server/process-wide'
import { callStore } from '@/lib/server/store'
import { addRefused } from '@/lib/store/scoreboard'

const shown = 50

type Answer = ReceiptTally['answers'][number]['result']
type Counts<K> = Map<string | null, Map<K, number>>

/** Provider names come from the settings or from our own tokens, so their number is bounded. */
export class Tally {
  readonly #since = new Date().toISOString()
  readonly #answers: Counts<Answer> = new Map()
  readonly #refused: Counts<RefusalReason> = new Map()
  /** Refusals that are not in the store yet. */
  #unstored: Counts<RefusalReason> = new Map()
  /** Oldest first. */
  readonly #last: RefusedReceipt[] = []

  answered(result: Answer, provider: string): void {
    count(this.#answers, provider, result)
    counted().receipts.inc({ provider, result })
  }

  refused(refusal: Omit<RefusedReceipt, 'at'>): void {
    count(this.#refused, refusal.provider, refusal.reason)
    count(this.#unstored, refusal.provider, refusal.reason)
    counted().receipts.inc({ provider: refusal.provider ?? 'unknown', result: refusal.reason })
    this.#last.push({ at: new Date().toISOString(), ...refusal })
    if (this.#last.length > shown) this.#last.shift()
  }

  /** @throws ApiError STORE_UNREACHABLE; the counts are kept for the next call */
  async store(): Promise<void> {
    const unstored = this.#unstored
    if (unstored.size === 0) return
    this.#unstored = new Map()
    const rows = listed(unstored).map(({ word, ...rest }) => ({ reason: word, ...rest }))
    try {
      await callStore((db) => addRefused(db, rows, Date.now()))
    } catch (error) {
      for (const { reason, provider, count: more } of rows) count(this.#unstored, provider, reason, more)
      throw error
    }
  }

  read(): ReceiptTally {
    const refused = listed(this.#refused).map(({ word, ...rest }) => ({ reason: word, ...rest }))
    return {
      since: this.#since,
      answers: listed(this.#answers).map(({ word, ...rest }) => ({ result: word, ...rest })),
      refused: refused.sort((a, b) => refusalReasons.indexOf(a.reason) - refusalReasons.indexOf(b.reason)),
      last: this.#last.toReversed(),
    }
  }
}

function count<K>(counts: Counts<K>, provider: string | null, word: K, more = 1): void {
  const own = counts.get(provider) ?? new Map<K, number>()
  own.set(word, (own.get(word) ?? 0) + more)
  counts.set(provider, own)
}

function listed<K>(counts: Counts<K>): { word: K; provider: string | null; count: number }[] {
  return [...counts].flatMap(([provider, own]) => [...own].map(([word, n]) => ({ word, provider, count: n })))
}

export const tally = processWide('receipts-tally', () => new Tally())
