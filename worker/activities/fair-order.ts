/**
 * Which waiting hand-overs to one provider go first: Temporal's rule for tasks, applied to those that this worker
 * holds.
 */
import type { Priority } from '@temporalio/common'
import { defaultPriority } from '@/lib/packet/bounds'

interface Waiting {
  /** The priority of the activity that brought the hand-over. */
  priority: Priority | undefined
}

/** By priority; within one priority round robin over the fairness keys; within one key in the order of arrival. */
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
