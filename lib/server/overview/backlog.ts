/** Whether packets come faster than they end: how many have not ended is noted once a minute. */
import 'server-only'
import { Pulse } from '@/lib/server/live/pulse'
import { processWide } from '@/lib/server/process-wide'
import { callStore } from '@/lib/server/store'
import { countUnended } from '@/lib/store/packet-list'

const everyMs = 60_000
/** As many minutes are looked back. */
const mostSteps = 5
/** Fewer are not worth a word. */
const fewest = 50

export interface Growth {
  /** Packets that have not ended, scheduled ones apart. */
  unended: number
  /** How many more these are than `overMs` ago. */
  more: number
  overMs: number
}

/**
 * A backlog grows when it is larger than five minutes ago, by a fifth at least, and grew in most of the minutes: one
 * large batch makes it jump once.
 *
 * @param counts one a minute, oldest first
 */
export function growthOf(counts: readonly number[]): Growth | null {
  const steps = counts.slice(-mostSteps - 1)
  const [first, last] = [steps[0], steps.at(-1)]
  if (steps.length <= mostSteps || first === undefined || last === undefined) return null
  const more = last - first
  const grew = steps.filter((count, nth) => count > (steps[nth - 1] ?? count)).length
  if (more < Math.max(fewest, first / 5) || grew < mostSteps - 1) return null
  return { unended: last, more, overMs: mostSteps * everyMs }
}

const noted = processWide<{ counts: readonly number[] }>('backlog', () => ({ counts: [] }))

/** Called once, before the process serves. */
export function watchBacklog(): void {
  new Pulse(everyMs, async () => {
    // Over an outage nothing is known, and what comes after it is compared with nothing from before.
    const count = await callStore(countUnended).catch(() => null)
    const known = noted()
    known.counts = count === null ? [] : [...known.counts, count].slice(-mostSteps - 1)
  }).start()
}

/** Null while it does not grow, and in the first minutes of the process. */
export function backlogGrowth(): Growth | null {
  return growthOf(noted().counts)
}
