/** Holds the ledger of one delivery, applies events to it and publishes its changes. */
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

/** The most characters of a carrier's reason that are kept. */
const mostOfReason = 500

export class Delivery {
  private ledger: Ledger
  private published: Ledger
  private closed = false
  /** Actions whose Updates may not be in the history yet. */
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

  /**
   * How often operators have acted on the packet. A look-up that was asked before the latest action may be outdated.
   */
  get timesActed(): number {
    return this.ledger.actions.length
  }

  get wishes(): Wishes {
    return wishesOf(this.ledger)
  }

  /**
   * The answer to a recall went to a workflow that is gone, so the recall counts as failed. A hand-over can be asked
   * again.
   */
  takeOver(): void {
    const recalled = recalledAttempt(this.ledger)
    if (recalled !== undefined) this.recallAnswered(recalled.number, 'FAILED')
  }

  /** To be asked before `heard` is awaited: an await that is not needed lets the Publisher write before its turn. */
  get isHeard(): boolean {
    return this.unheard === 0
  }

  /** Resolves once every Update that the ledger contains is in the history. */
  async heard(): Promise<void> {
    await condition(() => this.isHeard)
  }

  /** Returns what to do next, after publishing everything that has happened so far. */
  next(): Decision {
    this.publish()
    return decide(this.ledger)
  }

  get isPublished(): boolean {
    return this.ledger === this.published
  }

  /** Whether a provider was asked to stop and its answer is still missing. */
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

  /** Lets go of the packet: later events are applied to its stored state. */
  async close(): Promise<Packet> {
    this.closed = true
    this.publisher.publish(this.claimed, this.ledger, true)
    // Not cancellable: the workflow may continue as new meanwhile, and the next run does not carry this packet.
    await CancellationScope.nonCancellable(() => this.publisher.done(this.claimed))
    return this.packet()
  }

  hasEnded(): boolean {
    return hasEnded(this.ledger.status)
  }

  /** Resolves at the next change of the ledger. */
  async change(): Promise<void> {
    const seen = this.ledger
    await condition(() => this.ledger !== seen)
  }

  /** Like `change`, but resolves to false if nothing changed before `until`, in milliseconds since the epoch. */
  async changeBefore(until: number): Promise<boolean> {
    const seen = this.ledger
    return this.alarm.before(until, () => this.ledger !== seen)
  }

  /** Like `change`, but ends the packet if it expires before a change. */
  async changeOrExpiry(): Promise<void> {
    const { expiresAt } = this.ledger
    if (expiresAt === null || this.hasEnded()) return this.change()
    if (!(await this.changeBefore(expiresAt))) this.expire()
  }

  /** Waits until the moment. Returns false if something happened meanwhile, such as the packet's expiry. */
  async waitUntil(moment: number | null): Promise<boolean> {
    const until = this.beforeExpiry(moment ?? 0)
    if (until > Date.now() && (await this.changeBefore(until))) return false
    return !this.expire()
  }

  /** The earlier of a moment and the packet's expiry, in milliseconds since the epoch. */
  beforeExpiry(moment: number): number {
    return Math.min(moment, this.ledger.expiresAt ?? moment)
  }

  /** Ends the packet if its expiry has come. Returns whether the packet has ended. */
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

  /** `isOurs`: the worker had no time for the look-up, which says nothing about the routing service. */
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

  /** Something other than the provider's answer failed, so the provider may have the packet. */
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
    // The same time as in the store, which has applied the receipt already.
    this.record({ type: 'receiptArrived', at: Math.min(receivedAt, Date.now()), ...told })
  }

  /** Ends the packet because of a fault of ours that concerns this packet only. */
  fail(error: unknown): void {
    this.record({ type: 'failed', at: Date.now(), why: { code: 'INTERNAL', error: errorText(error) } })
  }

  cancel(why: CancelReason): void {
    this.record({ type: 'canceled', at: Date.now(), why })
  }

  /** Why the action does not apply now, as a sentence; null if it applies. */
  refusalOf({ attempt, action }: ActOrder): string | null {
    return refusalOf(this.ledger, { at: Date.now(), attempt, action })
  }

  /**
   * Resolves once the action and everything before it is stored. The action is recorded in the ledger at once, so that
   * it has the same place among the events in every repetition of the workflow task. But its Update is in the history
   * only when that task completes; if the worker is lost before, the Update is undone. So nothing is stored or begun
   * because of it until a timer has ended the task.
   *
   * @param id the action takes effect once for each id, however often it is asked for
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
