/** The simulated carriers: they take hand-overs, answer as their profiles say, and then owe receipts. */
import type { HandOverMessage, RecallMessage } from '@/lib/contract/carrier'
import { base64Bytes } from '@/lib/packet/bounds'
import { type Draw, isFinal, isTaken, planReceipts } from './decision'
import type { HandOverLog, HandOverMemory, SeenHandOver } from './hand-overs'
import type { Journal } from './journal'
import { type Outbox, outboxCapacity } from './outbox'
import { SimulatorProblem } from './problem'
import type { Profile } from './profile'
import type { Recalls } from './recalls'
import { type PendingReceipt, writeReceipt } from './receipt'
import type { Stats } from './stats'

interface ReceivedHandOver {
  provider: string
  webhookId: string
  message: HandOverMessage
}

type Outcome =
  | { kind: 'networkError' }
  | { kind: 'answer'; status: number; delayMs: number; retryAfterSeconds: number }

interface CarrierParts {
  profiles: Map<string, Profile>
  memory: HandOverMemory
  rows: HandOverLog
  outbox: Outbox
  journal: Journal
  recalls: Recalls
  pace: Pace
  stats: Stats
  draw: Draw
}

const tooMany = 429

export class Carriers {
  readonly #parts: CarrierParts

  constructor(parts: CarrierParts) {
    this.#parts = parts
  }

  /** Takes a genuine hand-over; a repeated one gets its first answer again. */
  async take(handOver: ReceivedHandOver): Promise<Outcome> {
    const { memory, stats } = this.#parts
    const profile = this.#profileOf(handOver.provider)
    const counts = stats.of(handOver.provider)
    const seen = memory.meet(handOver.provider, handOver.webhookId)
    counts.handOvers += 1
    if (this.#drawFor(handOver)(`network error ${seen.tries}`) < profile.networkErrorChance) {
      counts.networkErrors += 1
      this.#note(handOver, null, false)
      return { kind: 'networkError' }
    }
    const duplicate = seen.answer !== null
    if (duplicate) counts.duplicates += 1
    const status = await (seen.answer ?? this.#answer(handOver, seen, profile))
    this.#note(handOver, status, duplicate)
    const { answerDelayMs: delayMs, retryAfterSeconds } = profile
    return { kind: 'answer', status, delayMs, retryAfterSeconds }
  }

  /** Whether the attempt is stopped for good. A carrier that was never given the attempt has nothing to stop. */
  async recall(provider: string, { packetId, attempt }: RecallMessage): Promise<boolean> {
    const { recall } = this.#profileOf(provider)
    if (recall === 'unsupported') {
      throw new SimulatorProblem('RECALL_UNSUPPORTED', 'What it was handed cannot be called back.')
    }
    const counts = this.#parts.stats.of(provider)
    counts.recalls += 1
    if (recall === 'ignored') return false
    const recalled = await this.#parts.recalls.recall({ provider, packetId, attempt })
    if (recalled) counts.recalled += 1
    return recalled
  }

  /**
   * Stores the pending answer at once, so that a copy that arrives while this one is written to the journal waits for
   * it.
   */
  #answer(handOver: ReceivedHandOver, seen: SeenHandOver, profile: Profile): Promise<number> {
    const answer = this.#decide(handOver, seen, profile)
    seen.answer = answer
    const forget = () => {
      seen.answer = null
    }
    answer.then((status) => isFinal(status) || forget(), forget)
    return answer
  }

  async #decide(handOver: ReceivedHandOver, seen: SeenHandOver, profile: Profile): Promise<number> {
    const { message, provider, webhookId } = handOver
    const counts = this.#parts.stats.of(provider)
    const status = profile.answerStatus
    if (!isTaken(status)) {
      counts.rejected += 1
      return status
    }
    if (this.#isTooMany(provider, profile)) {
      counts.rejected += 1
      counts.rateLimited += 1
      return tooMany
    }
    const facts = { at: Date.now(), deadline: Date.parse(message.deadline) }
    const planned = planReceipts(profile, facts, this.#drawFor(handOver))
    const receipts = planned.map((each) => writeReceipt(each, provider, webhookId, message))
    await this.#writeDown(handOver, status, receipts)
    seen.takenWith = status
    counts.accepted += 1
    for (const receipt of receipts) this.#parts.outbox.add(receipt)
    return status
  }

  async #writeDown(handOver: ReceivedHandOver, status: number, receipts: PendingReceipt[]): Promise<void> {
    const { provider, webhookId } = handOver
    const { outbox, journal } = this.#parts
    if (outbox.size + receipts.length > outboxCapacity) {
      throw new SimulatorProblem('UNAVAILABLE', `${outbox.size} receipts are waiting; no more fit.`)
    }
    await journal.append({ type: 'taken', provider, handOver: webhookId, status, receipts })
  }

  #isTooMany(provider: string, { maxPerSecond }: Profile): boolean {
    return maxPerSecond !== null && !this.#parts.pace.admits(provider, maxPerSecond, performance.now())
  }

  #note({ provider, webhookId, message }: ReceivedHandOver, answer: number | null, duplicate: boolean): void {
    this.#parts.rows.add({
      webhookId,
      provider,
      packetId: message.packetId,
      attempt: message.attempt,
      at: new Date().toISOString(),
      answer,
      duplicate,
      contentsBytes: base64Bytes(message.contents),
    })
  }

  #profileOf(provider: string): Profile {
    const profile = this.#parts.profiles.get(provider)
    if (profile === undefined)
      throw new SimulatorProblem('UNKNOWN_PROVIDER', `"${provider}" is not configured.`)
    return profile
  }

  /** Draws depend on provider, packet and attempt only, so a run is repeatable whatever the order of the hand-overs. */
  #drawFor({ provider, message }: ReceivedHandOver): (what: string) => number {
    return (what) => this.#parts.draw(provider, message.packetId, message.attempt, what)
  }
}

const windowMs = 1_000

/** How many packets each provider has taken within the last second. */
export class Pace {
  readonly #times = new Map<string, number[]>()

  /** Counts one more packet, unless that would exceed the limit. @param now milliseconds of a monotonic clock */
  admits(provider: string, maxPerSecond: number, now: number): boolean {
    const times = (this.#times.get(provider) ?? []).filter((time) => now - time < windowMs)
    const admitted = times.length < maxPerSecond
    if (admitted) times.push(now)
    this.#times.set(provider, times)
    return admitted
  }

  clear(): void {
    this.#times.clear()
  }
}
