/**
 * Wakes a workflow at the moments that its packets wait for, with as few timers as possible: one timer for each packet
 * would make up most of its history, and most of its cost in Temporal.
 */
import { CancellationScope, condition, sleep } from '@temporalio/workflow'

export class Alarm {
  /** Milliseconds since the epoch, like all moments in this file. */
  private readonly awaited = new Set<{ moment: number }>()
  /** When the timers that were started fire. */
  private readonly set = new Set<number>()

  /** Resolves once the condition holds or the moment has come; the result is whether the condition holds. */
  async before(moment: number, holds: () => boolean): Promise<boolean> {
    const wait = { moment }
    this.awaited.add(wait)
    this.setNext()
    try {
      await condition(() => holds() || Date.now() >= moment)
      return holds()
    } finally {
      this.awaited.delete(wait)
    }
  }

  /**
   * A timer that fires early enough serves all. A timer no longer needed is left alone: to cancel it would cost more.
   */
  private setNext(): void {
    const now = Date.now()
    const ahead = [...this.awaited].map(({ moment }) => moment).filter((moment) => moment > now)
    const next = Math.min(...ahead)
    if (ahead.length === 0 || Math.min(...this.set) <= next) return
    this.set.add(next)
    void CancellationScope.nonCancellable(async () => {
      await sleep(next - now)
      this.set.delete(next)
      this.setNext()
    })
  }
}
