/** The hand-overs of a workflow's packets; those that are due together to one provider share one activity. */
import { CancellationScope, condition, isCancellation } from '@temporalio/workflow'
import type { AttemptAt, HandedOver, HandOverOrder } from '@/lib/contract/workflows'
import type { LedgerAttempt } from '@/lib/packet/ledger'
import { handOver } from './activities'
import type { Delivery } from './delivery'
import { Pool } from './pool'
import { withdraw } from './store'

export class HandOvers {
  private readonly pools = new Map<string, Pool<HandOverOrder, HandedOver>>()
  private readonly withdrawals = new Pool<AttemptAt, boolean>(withdraw)
  private readonly scope = new CancellationScope()
  /** Attempts whose answer is awaited, each with the callback that takes the answer. */
  private readonly underWay = new Map<string, (answer: HandedOver) => void>()

  /**
   * Begins the hand-over of an attempt, unless it is under way. Not awaited, because a provider may confirm before its
   * answer to the hand-over arrives.
   */
  begin(delivery: Delivery, attempt: LedgerAttempt): void {
    if (this.scope.consideredCancelled) return
    const key = keyOf({ packetId: delivery.packetId, attempt: attempt.number })
    if (!this.underWay.has(key)) void this.handOver(delivery, attempt, key)
  }

  /** Prevents an attempt from being sent; a hand-over that has begun goes on to its answer. */
  async withdraw(delivery: Delivery, { number, provider }: LedgerAttempt): Promise<void> {
    delivery.withdrawalAsked(number)
    const { packetId } = delivery
    const isStopped = await this.withdrawals.ask({ packetId, attempt: number, provider })
    if (isStopped)
      delivery.handOverAnswered({ packetId, attempt: number, answer: withdrawn, excerpt: '', tries: 0 })
  }

  /** Takes answers that arrive before those of the other hand-overs in the same activity. */
  answered(answers: readonly HandedOver[]): void {
    for (const answer of answers) this.underWay.get(keyOf(answer))?.(answer)
  }

  /**
   * Begins no more hand-overs, takes back those that wait for their turn, and resolves when the sent ones have answers.
   */
  async stop(): Promise<void> {
    this.scope.cancel()
    await condition(() => this.underWay.size === 0)
  }

  private async handOver(delivery: Delivery, attempt: LedgerAttempt, key: string): Promise<void> {
    const early = new Promise<HandedOver>((resolve) => this.underWay.set(key, resolve))
    try {
      const order = delivery.handOverOrder(attempt)
      delivery.handOverAnswered(await Promise.race([early, this.poolFor(attempt.provider).ask(order)]))
    } catch (error) {
      if (!isCancellation(error)) delivery.handOverFailed(attempt.number, error)
    } finally {
      this.underWay.delete(key)
    }
  }

  private poolFor(provider: string): Pool<HandOverOrder, HandedOver> {
    const known = this.pools.get(provider)
    if (known !== undefined) return known
    const pool = new Pool<HandOverOrder, HandedOver>(async (orders) => {
      const answers = await this.scope.run(() => handOver({ provider, orders }))
      const told = new Map(answers.map((each) => [keyOf(each), each]))
      return orders.map((order) => told.get(keyOf(order)))
    })
    this.pools.set(provider, pool)
    return pool
  }
}

const withdrawn = { kind: 'unsent', why: 'withdrawn', mayHaveArrived: false } as const

function keyOf({ packetId, attempt }: Pick<AttemptAt, 'packetId' | 'attempt'>): string {
  return `${packetId} ${attempt}`
}
