/** Whether packets come faster than they end. The number of unended packets is noted once a minute. */
import 'server-only'
import { Pulse } from '@/lib/server/live/pulse'
import { processWide } from '@/lib/server/process-wide'
import { callStore } from '@/lib/server/store'
import { countUnended } from '@/lib/store/packet-list'

const everyMs = 60_000
/** How many minutes are compared. */
const mostSteps = 5
/** A smaller growth is not reported. */
const fewest = 50

export interface Growth {
  /** Packets that have not ended, except scheduled ones. */
  unended: number
  /** How many more there are than `overMs` ago. */
  more: number
  overMs: number
}

/**
 * A backlog grows if it is at least a fifth larger than five minutes ago and grew in most of these minutes. One large
 * batch alone is not growth: it raises the number once.
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

/** Called once, before the process serves requests. */
export function watchBacklog(): void {
  new Pulse(everyMs, async () => {
    // An outage clears the history: counts from after it are not compared with counts from before it.
    const count = await callStore(countUnended).catch(() => null)
    const known = noted()
    known.counts = count === null ? [] : [...known.counts, count].slice(-mostSteps - 1)
  }).start()
}

/** Null while the backlog does not grow, and in the first minutes of the process. */
export function backlogGrowth(): Growth | null {
  return growthOf(noted().counts)
}
