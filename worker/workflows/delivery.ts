/** Holds one delivery's ledger, feeds it what happens and publishes what changed. */
import { condition, workflowInfo } from '@temporalio/workflow'
import type {
  DeliveryRequest,
  ReceiptSignal,
  Route,
  RouteQuestion,
  TransmitOrder,
} from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import { defaultMaxAttempts, defaultReceiptTimeoutMs } from '@/lib/packet/bounds'
import { type Decision, decide } from '@/lib/packet/decide'
import type { HandOverAnswer, LedgerEvent } from '@/lib/packet/events'
import { type Ledger, type LedgerAttempt, openLedger, pendingAttempt } from '@/lib/packet/ledger'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { toPacket } from '@/lib/packet/view'
import { errorText } from './error-text'
import { Publication } from './publication'
import { acceptRequest } from './request'

export class Delivery {
  private ledger: Ledger
  private route: Pick<Route, 'graceMs' | 'settlingMs'> = { graceMs: 0, settlingMs: 0 }
  private readonly createdAt = workflowInfo().startTime.getTime()
  private readonly publication: Publication

  private constructor(
    private readonly packetId: string,
    private readonly request: DeliveryRequest,
  ) {
    this.ledger = openLedger(this.createdAt, request.maxAttempts ?? defaultMaxAttempts)
    this.publication = new Publication(request, this.createdAt)
  }

  /** Refuses a request or a workflow id that no packet can have; another Temporal client may have sent it. */
  static open(request: unknown): Delivery {
    const { packetId, accepted } = acceptRequest(workflowInfo().workflowId, request)
    return new Delivery(packetId, accepted)
  }

  /** How long a packet that has ended still listens for receipts that may correct it. */
  get settlingMs(): number {
    return this.route.settlingMs
  }

  /** What to do next; everything that has happened until now is published first. */
  next(): Decision {
    this.publish()
    return decide(this.ledger)
  }

  publish(): void {
    this.publication.update(this.ledger)
  }

  packet(): Packet {
    const { workflowId, runId } = workflowInfo()
    return toPacket(this.ledger, {
      id: this.packetId,
      source: this.request.source,
      destination: this.request.destination,
      workflowId,
      runId,
      createdAt: this.createdAt,
      open: decide(this.ledger).do !== 'close',
    })
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
    return condition(() => this.ledger !== seen, Math.max(1, until - Date.now()))
  }

  question(tried: string[], tryNumber: number): RouteQuestion {
    return { packetId: this.packetId, destination: this.request.destination, tried, tryNumber }
  }

  transmitOrder(attempt: LedgerAttempt): TransmitOrder {
    const { source, destination, contents } = this.request
    return {
      packetId: this.packetId,
      attempt: attempt.number,
      provider: attempt.provider,
      source,
      destination,
      contents,
      receiptTimeoutMs: attempt.deadline - attempt.transmittedAt,
    }
  }

  /** The attempt that this route begins; none when the delivery ended while the route was looked up. */
  routeChosen(route: Route): LedgerAttempt | undefined {
    this.route = route
    const receiptTimeoutMs =
      this.request.receiptTimeoutMs ?? route.receiptTimeoutMs ?? defaultReceiptTimeoutMs
    this.record({ type: 'routeChosen', at: Date.now(), provider: route.provider, receiptTimeoutMs })
    return pendingAttempt(this.ledger)
  }

  noRouteLeft(): undefined {
    this.record({ type: 'noRouteLeft', at: Date.now() })
  }

  lookUpFailed(error: unknown, nextTryAt: number | null): void {
    this.record({ type: 'lookupFailed', at: Date.now(), error: errorText(error), nextTryAt })
  }

  handOverAnswered(attempt: number, answer: HandOverAnswer): void {
    this.record({ type: 'handOverAnswered', at: Date.now(), attempt, answer })
  }

  /** Nobody knows how far it got, so the provider may have the packet. */
  handOverLost(attempt: number, error: unknown): void {
    const reason = errorText(error)
    this.handOverAnswered(attempt, {
      kind: 'unreachable',
      status: null,
      latencyMs: null,
      reason,
      mayHaveArrived: true,
    })
  }

  /** `at` is when the timer fired, in milliseconds since the epoch. */
  deadlinePassed(attempt: number, at: number, intakeUp: boolean): void {
    const { graceMs } = this.route
    this.record({ type: 'deadlinePassed', at, attempt, intakeUp, graceMs })
  }

  receive(signal: ReceiptSignal): void {
    const { attempt, receivedAt, delivered, reason } = signal
    this.record({ type: 'receiptArrived', at: Date.now(), attempt, receivedAt, delivered, reason })
  }

  cancel(reason: string): void {
    this.record({ type: 'canceled', at: Date.now(), reason })
  }

  private record(event: LedgerEvent): void {
    this.ledger = apply(this.ledger, event)
  }
}
