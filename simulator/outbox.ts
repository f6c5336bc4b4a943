/** Receipts that wait for their time, are sent with bounded concurrency, and are retried until they are accepted. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type Limits, postSigned } from '@/lib/carrier/post'
import { retryAfterMs } from '@/lib/carrier/retry-after'
import { type ReceiptResult, receiptAnswer } from '@/lib/contract/carrier'
import { attemptWords } from '@/lib/packet/words'
import type { Draw } from './decision'
import type { RecalledAttempt } from './journal'
import type { PendingReceipt } from './receipt'
import type { Stats } from './stats'

interface Parcel {
  receipt: PendingReceipt
  tries: number
  timer: NodeJS.Timeout | null
}

interface OutboxParts {
  secretOf: (receipt: PendingReceipt) => string
  /** Called when a receipt needs no more sending, for whatever reason. */
  ended: (receipt: PendingReceipt) => void
  draw: Draw
  stats: Stats
  log: Logger
}

const sendLimitMs = 10_000
const mostAtOnce = 64
/** With a longer delay a timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1

/** The most receipts that wait; hand-overs beyond that are refused. */
export const outboxCapacity = 100_000

export class Outbox {
  readonly #parts: OutboxParts
  readonly #parcels = new Map<string, Parcel>()
  readonly #sending = new Map<AbortController, Promise<void>>()
  #due: Parcel[] = []
  #stopped = false

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#parcels.size
  }

  pending(): PendingReceipt[] {
    return [...this.#parcels.values()].map(({ receipt }) => receipt)
  }

  pendingOf(provider: string): number {
    let count = 0
    for (const { receipt } of this.#parcels.values()) if (receipt.provider === provider) count += 1
    return count
  }

  add(receipt: PendingReceipt): void {
    if (this.#parcels.has(receipt.id)) return
    const parcel: Parcel = { receipt, tries: 0, timer: null }
    this.#parcels.set(receipt.id, parcel)
    this.#wait(parcel, receipt.dueAt - Date.now())
  }

  /**
   * Withdraws the receipts that are owed for an attempt while its packet is still on its way. Once the first receipt
   * has been due, the packet has arrived or never will, and nothing can be stopped any more.
   */
  withdraw(about: RecalledAttempt): PendingReceipt[] {
    const now = Date.now()
    const owed = [...this.#parcels.values()].filter(({ receipt }) => isAbout(receipt, about))
    const first = owed.find(({ receipt }) => receipt.number === 1)
    if (first === undefined || first.receipt.dueAt <= now) return []
    for (const { receipt, timer } of owed) {
      if (timer !== null) clearTimeout(timer)
      this.#parcels.delete(receipt.id)
    }
    return owed.map(({ receipt }) => receipt)
  }

  /** Makes all owed receipts due now, whatever their time was; returns how many. */
  release(): number {
    const now = Date.now()
    const early = [...this.#parcels.values()].filter(({ receipt }) => receipt.dueAt > now)
    for (const parcel of early) {
      if (parcel.timer !== null) clearTimeout(parcel.timer)
      parcel.receipt = { ...parcel.receipt, dueAt: now }
      this.#wait(parcel, 0)
    }
    return early.length
  }

  /** Drops every receipt and returns how many there were. */
  clear(): number {
    const dropped = this.size
    for (const { receipt } of this.#parcels.values())
      this.#parts.stats.of(receipt.provider).receipts.dropped += 1
    this.#halt()
    this.#parcels.clear()
    return dropped
  }

  /** Sends nothing new, waits up to `graceMs` for requests under way, and leaves the rest pending. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true
    await Promise.race([Promise.all(this.#sending.values()), sleep(graceMs, undefined, { ref: false })])
    this.#halt()
  }

  #halt(): void {
    for (const { timer } of this.#parcels.values()) if (timer !== null) clearTimeout(timer)
    for (const abort of this.#sending.keys()) abort.abort()
    this.#due = []
  }

  #wait(parcel: Parcel, delayMs: number): void {
    if (this.#stopped) return
    const due = () => {
      this.#due.push(parcel)
      this.#sendDue()
    }
    parcel.timer = setTimeout(due, Math.min(delayMs, longestTimerMs))
  }

  #sendDue(): void {
    while (!this.#stopped && this.#sending.size < mostAtOnce) {
      const parcel = this.#due.shift()
      if (parcel === undefined) return
      const abort = new AbortController()
      const sent = this.#send(parcel, abort).finally(() => {
        this.#sending.delete(abort)
        this.#sendDue()
      })
      this.#sending.set(abort, sent)
    }
  }

  async #send(parcel: Parcel, abort: AbortController): Promise<void> {
    const { receipt } = parcel
    const counts = this.#parts.stats.of(receipt.provider).receipts
    parcel.tries += 1
    counts.sent += 1
    if (parcel.tries > 1) counts.retried += 1
    const limits = { limitMs: sendLimitMs, stop: abort.signal }
    const result = await postReceipt(receipt, this.#parts.secretOf(receipt), limits)
    const interrupted = this.#stopped && result.kind === 'unanswered'
    // A receipt that was dropped meanwhile needs nothing more.
    if (!interrupted && this.#parcels.get(receipt.id) === parcel) this.#settle(parcel, result)
  }

  #settle(parcel: Parcel, result: PostResult): void {
    const { answered } = this.#parts.stats.of(parcel.receipt.provider).receipts
    const word = result.kind === 'answered' ? String(result.status) : 'none'
    answered[word] = (answered[word] ?? 0) + 1
    if (result.kind === 'answered' && !wantsRetry(result.status)) this.#end(parcel, result)
    else this.#retry(parcel, result)
  }

  #end(parcel: Parcel, { status, result }: Extract<PostResult, { kind: 'answered' }>): void {
    const { id, provider, packetId, attempt } = parcel.receipt
    const { ended } = this.#parts.stats.of(provider).receipts
    const word = status < 300 && result !== null ? result : String(status)
    ended[word] = (ended[word] ?? 0) + 1
    this.#parcels.delete(id)
    this.#parts.ended(parcel.receipt)
    if (status < 300) return
    this.#parts.log.info({ provider, packetId, attempt, status }, 'receipt refused, not sent again')
  }

  #retry(parcel: Parcel, result: PostResult): void {
    const { receipt, tries } = parcel
    const { id, provider, packetId, attempt } = receipt
    const evidence = result.kind === 'answered' ? { status: result.status } : { reason: result.reason }
    const askedMs = result.kind === 'answered' ? result.askedMs : 0
    const waitMs = backOffMs(tries, this.#parts.draw(id, tries), askedMs)
    if (Date.now() + waitMs > receipt.dueAt + giveUpAfterMs) {
      this.#parcels.delete(id)
      this.#parts.stats.of(provider).receipts.dropped += 1
      this.#parts.log.error({ provider, packetId, attempt, tries, ...evidence }, 'receipt given up')
      this.#parts.ended(receipt)
      return
    }
    const level = tries === 1 ? 'warn' : 'debug'
    this.#parts.log[level](
      { provider, packetId, attempt, waitMs, ...evidence },
      'receipt not taken, will retry',
    )
    this.#wait(parcel, waitMs)
  }
}

function isAbout(receipt: PendingReceipt, { provider, packetId, attempt }: RecalledAttempt): boolean {
  return receipt.provider === provider && receipt.packetId === packetId && receipt.attempt === attempt
}

type PostResult =
  | { kind: 'answered'; status: number; askedMs: number; result: ReceiptResult | null }
  | { kind: 'unanswered'; reason: string }

/** The `webhook-id` of a receipt is the same at every try. */
export async function postReceipt(
  receipt: PendingReceipt,
  secret: string,
  limits: Limits,
): Promise<PostResult> {
  const { id, body, callbackUrl } = receipt
  const sent = { url: callbackUrl, id, body, secret, userAgent: 'waybill-simulator' }
  const outcome = await postSigned(sent, limits)
  if (outcome.is === 'unanswered') return { kind: 'unanswered', reason: attemptWords(outcome.reason) }
  const { status, headers, text } = outcome
  const askedMs = retryAfterMs(headers['retry-after'] ?? null, Date.now()) ?? 0
  return { kind: 'answered', status, askedMs, result: resultIn(text) }
}

/** The result of the receipt, if the answer names it. */
function resultIn(answer: string): ReceiptResult | null {
  try {
    return receiptAnswer.parse(JSON.parse(answer)).result
  } catch {
    return null
  }
}

const firstMs = 250
const mostMs = 30_000

/** A receipt is dropped when it is not accepted within this time after it was due. */
export const giveUpAfterMs = 24 * 3_600_000

/** Whether the status asks for another try; every other answer is final. */
export function wantsRetry(status: number): boolean {
  return status >= 500 || status === 429
}

/**
 * Doubles from 250 ms to 30 s. Half of it is random, so that receipts that failed together are not retried together. A
 * wait that the other side asks for is honoured up to the same limit.
 * @param tries how often it was sent already, at least 1
 * @param chance from 0 to 1
 */
export function backOffMs(tries: number, chance: number, askedMs: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(tries - 1, 16))
  const wait = full * (0.5 + chance / 2)
  return Math.round(Math.max(wait, Math.min(askedMs, mostMs)))
}
