/** Holds one delivery's ledger, feeds it what happens and publishes what changed. */
import { CancellationScope, condition, sleep, workflowInfo } from '@temporalio/workflow'
import type {
  ActOrder,
  Claimed,
  HandedOver,
  HandOverOrder,
  ReceiptSignal,
  Route,
  RouteWait,
  Share,
  SilenceAnswer,
} from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import { refusalOf } from '@/lib/packet/apply-action'
import { routeChosen } from '@/lib/packet/apply-look-up'
import { type Decision, decide } from '@/lib/packet/decide'
import type { LedgerEvent, RecallAnswered } from '@/lib/packet/events'
import { type Ledger, type LedgerAttempt, recalledAttempt, type Wishes, wishesOf } from '@/lib/packet/ledger'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import type { CancelReason } from '@/lib/packet/reason'
import { plainText } from '@/lib/packet/text'
import { toPacket } from '@/lib/packet/view'
import type { Alarm } from './alarm'
import { errorText } from './error-text'
import { measureChange } from './measure'
import { referenceOf } from './signals'
import type { Publisher } from './store'

/** Characters of a carrier's reason. */
const mostOfReason = 500

export class Delivery {
  private ledger: Ledger
  private published: Ledger
  private closed = false
  /** Actions under way whose Updates the history may not have yet. */
  private unheard = 0

  constructor(
    private readonly claimed: Claimed,
    private readonly publisher: Publisher,
    private readonly alarm: Alarm,
  ) {
    this.ledger = claimed.ledger
    this.published = claimed.ledger
  }

  get packetId(): string {
    return this.claimed.id
  }

  get orderingKey(): string | null {
    return this.claimed.orderingKey
  }

  get destination(): string {
    return this.claimed.destination
  }

  get expiresAt(): number | null {
    return this.ledger.expiresAt
  }

  /** How often operators have acted on it: what was asked before the latest time may be answered otherwise by now. */
  get timesActed(): number {
    return this.ledger.actions.length
  }

  get wishes(): Wishes {
    return wishesOf(this.ledger)
  }

  /** An answer to a recall went to a workflow that is gone; one to a hand-over can be had again. */
  takeOver(): void {
    const recalled = recalledAttempt(this.ledger)
    if (recalled !== undefined) this.recallAnswered(recalled.number, 'FAILED')
  }

  get isHeard(): boolean {
    return this.unheard === 0
  }

  /** Resolves once the history has every Update that the ledger has. */
  async heard(): Promise<void> {
    await condition(() => this.isHeard)
  }

  /** What to do next; everything that has happened until now is published first. */
  next(): Decision {
    this.publish()
    return decide(this.ledger)
  }

  get isPublished(): boolean {
    return this.ledger === this.published
  }

  /** The attempt whose provider was asked to stop has not been answered for. */
  get isRecalling(): boolean {
    return recalledAttempt(this.ledger) !== undefined
  }

  get share(): Share {
    const { id, epoch } = this.claimed
    return { id, epoch }
  }

  get isClosed(): boolean {
    return this.closed
  }

  publish(): void {
    if (this.isPublished || !this.isHeard) return
    this.published = this.ledger
    this.publisher.publish(this.claimed, this.ledger, false)
  }

  packet(): Packet {
    const { workflowId, runId } = workflowInfo()
    return toPacket(this.ledger, { ...this.claimed, workflowId, runId, now: Date.now() })
  }

  /** Lets go of the packet: what comes later is applied to what is stored by then. */
  async close(): Promise<Packet> {
    this.closed = true
    this.publisher.publish(this.claimed, this.ledger, true)
    // The workflow may go on in another run meanwhile, which does not carry the packet any more.
    await CancellationScope.nonCancellable(() => this.publisher.done(this.claimed))
    return this.packet()
  }

  hasEnded(): boolean {
    return hasEnded(this.ledger.status)
  }

  /** Resolves when the ledger is no longer what it is now. */
  async change(): Promise<void> {
    const seen = this.ledger
    await condition(() => this.ledger !== seen)
  }

  /** Like `change`, but false when nothing changed until then. Takes milliseconds since the epoch. */
  async changeBefore(until: number): Promise<boolean> {
    const seen = this.ledger
    return this.alarm.before(until, () => this.ledger !== seen)
  }

  /** Like `change`, but ends the packet when its expiry comes first. */
  async changeOrExpiry(): Promise<void> {
    const { expiresAt } = this.ledger
    if (expiresAt === null || this.hasEnded()) return this.change()
    if (!(await this.changeBefore(expiresAt))) this.expire()
  }

  /** Waits until then. False when something happened meanwhile, such as the packet's expiry. */
  async waitUntil(moment: number | null): Promise<boolean> {
    const until = this.beforeExpiry(moment ?? 0)
    if (until > Date.now() && (await this.changeBefore(until))) return false
    return !this.expire()
  }

  /** The earlier of a moment and the packet's expiry, in milliseconds since the epoch. */
  beforeExpiry(moment: number): number {
    return Math.min(moment, this.ledger.expiresAt ?? moment)
  }

  /** Whether the packet has ended, which it does here when its expiry has come. */
  expire(): boolean {
    this.record({ type: 'expired', at: Date.now() })
    return this.hasEnded()
  }

  routeChosen(route: Route): void {
    this.record(routeChosen(route, this.claimed.receiptTimeoutMs, Date.now()))
  }

  mustWait({ wait }: RouteWait): void {
    this.record({ type: 'routeWaited', at: Date.now(), wait })
  }

  noRouteLeft(): void {
    this.record({ type: 'noRouteLeft', at: Date.now() })
  }

  /** `isOurs`: the worker had no time for it, so that it says nothing of the routing service. */
  lookUpFailed(error: unknown, nextTryAt: number | null, isOurs: boolean): void {
    const told = isOurs
      ? ({ code: 'WORKER_BUSY' } as const)
      : ({ code: 'ROUTING_ERROR', words: errorText(error) } as const)
    this.record({ type: 'lookupFailed', at: Date.now(), nextTryAt, error: told })
  }

  handedOverAgain(attempt: number): void {
    this.record({ type: 'handedOverAgain', at: Date.now(), attempt })
  }

  handOverOrder({ number, deadline, transmittedAt, mayHaveArrived }: LedgerAttempt): HandOverOrder {
    const { id: packetId, epoch } = this.claimed
    return { packetId, epoch, attempt: number, receiptTimeoutMs: deadline - transmittedAt, mayHaveArrived }
  }

  handOverAnswered({ attempt, answer, sentAt, receipts = [] }: HandedOver): void {
    for (const receipt of receipts) this.receive(receipt)
    const at = Date.now()
    this.record({ type: 'handOverAnswered', at, attempt, answer, ...(sentAt !== undefined && { sentAt }) })
  }

  /** It failed in a way that is none of its own, so the provider may have the packet. */
  handOverFailed(attempt: number, error: unknown): void {
    const reason = { code: 'HAND_OVER_FAILED', error: errorText(error) } as const
    const told = { kind: 'unreachable', status: null, latencyMs: null, mayHaveArrived: true } as const
    const { packetId } = this
    this.handOverAnswered({ packetId, attempt, answer: { ...told, reason }, excerpt: '', tries: 0 })
  }

  withdrawalAsked(attempt: number): void {
    this.record({ type: 'withdrawalAsked', at: Date.now(), attempt })
  }

  /** `at` is when the timer fired, in milliseconds since the epoch. */
  deadlinePassed(
    attempt: number,
    at: number,
    { intakeUp, graceMs }: Pick<SilenceAnswer, 'intakeUp' | 'graceMs'>,
  ): void {
    this.record({ type: 'deadlinePassed', at, attempt, intakeUp, graceMs })
  }

  recallAsked(attempt: number): void {
    this.record({ type: 'recallAsked', at: Date.now(), attempt })
  }

  recallAnswered(attempt: number, result: RecallAnswered['result']): void {
    this.record({ type: 'recallAnswered', at: Date.now(), attempt, result })
  }

  receive(signal: ReceiptSignal): void {
    const { attempt, receivedAt, delivered } = signal
    const reason = signal.reason === null ? null : plainText(signal.reason, mostOfReason)
    const told = { attempt, receivedAt, delivered, reason, providerReference: referenceOf(signal) }
    // As in the store, which has applied it already.
    this.record({ type: 'receiptArrived', at: Math.min(receivedAt, Date.now()), ...told })
  }

  /** Something of ours went wrong with it, and only with it. */
  fail(error: unknown): void {
    this.record({ type: 'failed', at: Date.now(), why: { code: 'INTERNAL', error: errorText(error) } })
  }

  cancel(why: CancelReason): void {
    this.record({ type: 'canceled', at: Date.now(), why })
  }

  /** Why it does not apply now, in a sentence; null where it does. */
  refusalOf({ attempt, action }: ActOrder): string | null {
    return refusalOf(this.ledger, { at: Date.now(), attempt, action })
  }

  /**
   * Resolves once it is stored, with what has happened until then. It takes its place among the events at once, where it
   * is in every repetition of the task. But the history has an Update only once the task that took it is completed, and a
   * worker that is lost before that takes it back: until a timer has ended the task, nothing is stored and nothing is
   * begun because of it.
   *
   * @param id done once, however often it is asked for
   */
  async act({ attempt, action, by }: ActOrder, id: string): Promise<void> {
    this.record({ type: 'acted', at: Date.now(), id, attempt, action, by })
    this.unheard += 1
    await CancellationScope.nonCancellable(() => sleep(1))
    this.unheard -= 1
    this.publish()
    await CancellationScope.nonCancellable(() => this.publisher.done(this.claimed))
  }

  private record(event: LedgerEvent): void {
    const before = this.ledger
    this.ledger = apply(before, event)
    measureChange(before, this.ledger, this.claimed.createdAt)
  }
}
