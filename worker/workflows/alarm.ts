/**
 * Wakes a workflow at the moments that its packets wait for, with as few timers as possible: one for each packet would be
 * most of its history, and most of what it costs Temporal.
 */
import { CancellationScope, condition, sleep } from '@temporalio/workflow'

export class Alarm {
  /** Milliseconds since the epoch, like all moments here. */
  private readonly awaited = new Set<{ moment: number }>()
  /** When the timers that have been started fire. */
  private readonly set = new Set<number>()

  /** Resolves once it holds, or when the moment has come; true where it holds. */
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

  /** One that fires early enough does for all; one that is no longer waited for costs less than to cancel it. */
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
