/** Which of those that wait for one provider go first. Temporal's rule for tasks, for what a worker has got already. */
import type { Priority } from '@temporalio/common'
import { defaultPriority } from '@/lib/packet/bounds'

interface Waiting {
  /** Of the activity that it came with. */
  priority: Priority | undefined
}

/** By priority, and of one priority each fairness key in turn; those of one key in the order in which they came. */
export function firstInTurn<W extends Waiting>(waiting: readonly W[], most: number): W[] {
  const counts = new Map<string, number>()
  const placed = waiting.map((each) => {
    const { priorityKey = defaultPriority, fairnessKey = '' } = each.priority ?? {}
    const name = `${priorityKey} ${fairnessKey}`
    const round = counts.get(name) ?? 0
    counts.set(name, round + 1)
    return { each, priorityKey, round }
  })
  if (counts.size > 1)
    placed.sort((one, other) => one.priorityKey - other.priorityKey || one.round - other.round)
  return placed.slice(0, most).map(({ each }) => each)
}
