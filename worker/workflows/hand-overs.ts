/** The hand-overs of one delivery: each goes on beside the wait for the receipt, and can be withdrawn meanwhile. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  TimeoutFailure,
} from '@temporalio/workflow'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import type { Delivery } from './delivery'
import { transmitTo } from './order'

export class HandOvers {
  private underWay: CancellationScope | null = null

  constructor(private readonly delivery: Delivery) {}

  /** A provider may confirm before its own answer arrives, so nobody waits for this. */
  begin(attempt: LedgerAttempt | undefined): void {
    if (attempt !== undefined) void this.handOver(attempt)
  }

  /**
   * Asks that it is not sent. What was sent goes on to its answer, and whoever waits for its turn says that nothing
   * was sent; the ledger hears of either.
   */
  withdraw({ number }: LedgerAttempt): void {
    this.delivery.withdrawalAsked(number)
    this.underWay?.cancel()
  }

  private async handOver(attempt: LedgerAttempt): Promise<void> {
    const { delivery } = this
    const scope = new CancellationScope()
    this.underWay = scope
    try {
      const { answer, sentAt } = await scope.run(() => transmitTo(delivery, attempt))
      delivery.handOverAnswered(attempt.number, answer, sentAt)
    } catch (error) {
      if (wasNeverSent(error)) delivery.handOverAnswered(attempt.number, unsent)
      // The same attempt with the same `webhook-id`, so that a provider that has it already drops the copy.
      else if (wasLost(error)) this.begin(delivery.handOverLost(attempt.number))
      else delivery.handOverFailed(attempt.number, error)
    }
  }
}

const unsent = { kind: 'unsent', why: 'withdrawn' } as const

/** Temporal canceled it between two tries, or its try gave up waiting for its turn when it was to be withdrawn. */
function wasNeverSent(error: unknown): boolean {
  const cause = causeOf(error)
  if (cause instanceof ApplicationFailure) return cause.type === 'OverLimit'
  return cause instanceof CancelledFailure
}

/** Its worker was lost, or stopped, in the middle of it. */
function wasLost(error: unknown): boolean {
  const cause = causeOf(error)
  if (cause instanceof ApplicationFailure) return cause.type === 'WorkerStopped'
  return cause instanceof TimeoutFailure
}

function causeOf(error: unknown): unknown {
  return error instanceof ActivityFailure ? error.cause : error
}
