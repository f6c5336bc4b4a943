/**
 * Drives a delivery by its own decisions, as the workflow does, in a simulated world that may behave arbitrarily badly:
 * receipts at any time for anything that was handed over, outages, cancellations, silence.
 */
import type { Action } from '../action'
import { apply } from '../apply'
import { decide } from '../decide'
import type { HandOverAnswer, LedgerEvent } from '../events'
import { type Ledger, type LedgerAttempt, openLedger, type Wishes, wishesOf } from '../ledger'

const providers = ['RouteA', 'RouteB', 'RouteC', 'RouteD', 'RouteE']

/** What the world does next; `amount` picks among providers, answers and times. */
export interface Move {
  do: 'go on' | 'receipt' | 'act' | 'cancel' | 'fail'
  amount: number
  delivered: boolean
}

export interface HandedOver {
  provider: string
  attempt: number
  /** A confirmation was recorded, or the packet had expired, before this. */
  afterConfirmation: boolean
  afterExpiry: boolean
}

export class DrivenDelivery {
  readonly events: LedgerEvent[] = []
  readonly handedOver: HandedOver[] = []
  /** Attempts whose hand-over broke off and may have arrived. */
  readonly touched = new Set<number>()
  /** When the hand-over that was last accepted was sent. */
  leftAt = 0
  ledger: Ledger
  private now = 0

  constructor(
    readonly maxAttempts: number,
    readonly expiresAt: number | null,
  ) {
    this.ledger = openLedger(0, maxAttempts, expiresAt)
  }

  /** False once nothing more can happen. */
  step(move: Move): boolean {
    this.now += 1 + (move.amount % 3_000)
    if (move.do === 'cancel')
      this.happen({
        type: 'canceled',
        at: this.now,
        why: { code: 'CANCELED_BY_OPERATOR', words: 'wrong number', who: null },
      })
    else if (move.do === 'fail') this.happen({ type: 'failed', at: this.now, why: { code: 'CONTENTS_LOST' } })
    else if (move.do === 'act') this.act(move.amount)
    else if (move.do === 'receipt' && this.handedOver.length > 0) this.receipt(move)
    else return this.goOn(move)
    return true
  }

  private goOn({ amount, delivered }: Move): boolean {
    const decision = decide(this.ledger)
    switch (decision.do) {
      case 'lookUp':
        this.passTo(Math.min(decision.notBefore ?? 0, this.expiresAt ?? Number.POSITIVE_INFINITY))
        this.lookUp(amount, { ...decision, ...wishesOf(this.ledger) })
        return true
      case 'handOver':
        this.answerHandOver(amount)
        return true
      case 'handOverAgain':
        this.passTo(Math.min(decision.notBefore, this.expiresAt ?? Number.POSITIVE_INFINITY))
        this.handOver({ type: 'handedOverAgain', at: this.now, attempt: decision.attempt.number })
        return true
      case 'withdraw':
        this.happen({ type: 'withdrawalAsked', at: this.now, attempt: decision.attempt.number })
        return true
      case 'awaitReceipt':
        this.passTo(decision.until + (amount % 4_000))
        this.passDeadline(decision.attempt.number, delivered)
        return true
      case 'recall':
        this.happen({ type: 'recallAsked', at: this.now, attempt: decision.attempt.number })
        return true
      case 'awaitRecall':
        this.answerRecall(amount)
        return true
      case 'close':
        return false
    }
  }

  private lookUp(amount: number, { tried, skipped, preferred }: LookUp): void {
    const left = providers.filter((provider) => !tried.includes(provider) && !skipped.includes(provider))
    const wanted = left.find((provider) => provider === preferred)
    this.handOver(this.routing(amount, wanted ?? left[amount % Math.max(1, left.length)]))
  }

  /** Acts on the latest attempt, or on the one before. */
  private act(amount: number): void {
    const action = actions[amount % actions.length]
    if (action === undefined) return
    const attempt = Math.max(0, this.ledger.attempts.length - (amount % 4 === 0 ? 1 : 0))
    const by = { who: 'Ada', reason: 'the customer waits' }
    this.happen({ type: 'acted', at: this.now, id: `${this.events.length}`, attempt, action, by })
  }

  private routing(amount: number, provider: string | undefined): LedgerEvent {
    const at = this.now
    const nextTryAt = amount % 3 === 0 ? null : at + 250
    if (amount % 11 === 0)
      return { type: 'lookupFailed', at, error: { code: 'ROUTING_ERROR', words: 'IO Error' }, nextTryAt }
    if (amount % 7 === 0)
      return {
        type: 'routeWaited',
        at,
        wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } },
      }
    if (provider === undefined) return { type: 'noRouteLeft', at }
    const times = { receiptTimeoutMs: 10_000, settlingMs: 120_000 }
    return { type: 'routeChosen', at, provider, recall: amount % 2 === 0, ...times }
  }

  private handOver(event: LedgerEvent): void {
    const before = this.ledger
    this.happen(event)
    const pending = this.ledger.attempts.find(({ outcome }) => outcome === 'PENDING')
    if (this.ledger === before || pending?.handOver.state !== 'SENDING') return
    this.handedOver.push({
      provider: pending.provider,
      attempt: pending.number,
      afterConfirmation: before.attempts.some(({ receipt }) => receipt?.delivered),
      afterExpiry: this.expiresAt !== null && event.at >= this.expiresAt,
    })
  }

  private answerHandOver(amount: number): void {
    const sending = this.ledger.attempts.find(({ handOver }) => handOver.state === 'SENDING')
    if (sending === undefined) return
    const answer = this.keptBack(sending, amount) ?? answers[amount % answers.length]
    if (answer !== undefined) this.answer(sending.number, answer)
  }

  private answer(attempt: number, answer: HandOverAnswer): void {
    if ('mayHaveArrived' in answer && answer.mayHaveArrived) this.touched.add(attempt)
    const isUnsent = answer.kind === 'unsent' || answer.kind === 'takenBack'
    if (isUnsent && !this.touched.has(attempt)) this.neverHandOver(attempt)
    if (answer.kind === 'accepted') this.leftAt = this.now - Math.round(answer.latencyMs)
    this.happen({ type: 'handOverAnswered', at: this.now, attempt, answer })
  }

  /** A hand-over that waits for its turn notices its withdrawal or expiry, unless it has been sent by then. */
  private keptBack({ withdrawing, receipt }: LedgerAttempt, amount: number): HandOverAnswer | null {
    if (receipt !== null || amount % 2 === 0) return null
    const unsent = { kind: 'unsent', mayHaveArrived: amount % 3 === 0 } as const
    if (withdrawing) return { ...unsent, why: 'withdrawn' }
    return this.expiresAt !== null && this.now >= this.expiresAt ? { ...unsent, why: 'expired' } : null
  }

  /** A provider that never had the packet sends no receipt. */
  private neverHandOver(attempt: number): void {
    const rest = this.handedOver.filter((each) => each.attempt !== attempt)
    this.handedOver.splice(0, this.handedOver.length, ...rest)
  }

  private answerRecall(amount: number): void {
    const asked = this.ledger.attempts.find(({ recall }) => recall?.result === 'ASKED')
    const result = recallResults[amount % recallResults.length]
    if (asked === undefined || result === undefined) return
    this.happen({ type: 'recallAnswered', at: this.now, attempt: asked.number, result })
  }

  private passDeadline(attempt: number, intakeUp: boolean): void {
    this.happen({ type: 'deadlinePassed', at: this.now, attempt, intakeUp, graceMs: 30_000 })
  }

  private receipt({ amount, delivered }: Move): void {
    const to = this.handedOver[amount % this.handedOver.length]
    if (to === undefined) return
    const { now: at } = this
    const receivedAt = at - (amount % 50)
    this.happen({ type: 'receiptArrived', at, attempt: to.attempt, receivedAt, delivered, reason: null })
  }

  private passTo(moment: number): void {
    this.now = Math.max(this.now, moment)
  }

  private happen(event: LedgerEvent): void {
    this.events.push(event)
    this.ledger = apply(this.ledger, event)
  }
}

interface LookUp extends Wishes {
  tried: string[]
}

const actions: readonly Action[] = [
  { do: 'fail-over' },
  { do: 'extend', byMs: 20_000 },
  { do: 'confirm' },
  { do: 'refuse' },
  ...providers.flatMap((provider) => [
    { do: 'skip' as const, provider },
    { do: 'prefer' as const, provider },
  ]),
]

const recallResults = ['FAILED', 'RECALLED', 'NOT_RECALLED'] as const

const answers: readonly HandOverAnswer[] = [
  { kind: 'accepted', status: 202, latencyMs: 12.5 },
  { kind: 'accepted', status: 200, latencyMs: 4_000 },
  { kind: 'outage', reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] }, mayHaveArrived: false },
  { kind: 'outage', reason: { code: 'ANSWER_TIMEOUT', errno: null, also: [] }, mayHaveArrived: true },
  {
    kind: 'unreachable',
    status: null,
    latencyMs: null,
    reason: { code: 'ANSWER_TIMEOUT', errno: null, also: [] },
    mayHaveArrived: true,
  },
  {
    kind: 'unreachable',
    status: 503,
    latencyMs: 3,
    reason: { code: 'ERROR_STATUS', status: 503 },
    mayHaveArrived: false,
  },
  {
    kind: 'rejected',
    status: 422,
    latencyMs: 3,
    reason: { code: 'REJECTED', status: 422, redirect: null },
    mayHaveArrived: false,
  },
  {
    kind: 'rejected',
    status: 409,
    latencyMs: 3,
    reason: { code: 'REJECTED', status: 409, redirect: null },
    mayHaveArrived: true,
  },
]
