/** All packets that one workflow carries have the same precedence: one priority and one fairness key. */
import { defaultPriority } from './bounds'
import type { Precedence } from './packet'

/** The precedence of a packet whose sender asks for nothing. */
export const usualPrecedence = precedenceOf({})

/** Fills in the default for whatever is left out. */
export function precedenceOf(
  given: { [Name in keyof Precedence]?: Precedence[Name] | undefined },
): Precedence {
  return {
    orderingKey: given.orderingKey ?? null,
    holdOnFailure: given.holdOnFailure ?? false,
    priority: given.priority ?? defaultPriority,
    fairnessKey: given.fairnessKey ?? null,
  }
}

export interface Ranked extends Pick<Precedence, 'priority' | 'fairnessKey'> {
  source: string
}

/** The key whose share of the workers the packet uses: its source by default. */
export function fairnessKeyOf({ fairnessKey, source }: Ranked): string {
  return fairnessKey ?? source
}

export interface PrecedenceGroup<P> {
  priority: number
  /** Null if several senders share the group. */
  fairnessKey: string | null
  packets: P[]
}

/** Up to this many packets, a workflow costs Temporal about as much as for one. More would make messages too large. */
export const mostInGroup = 50

/** Senders with fewer packets than this at once share a workflow. */
const fewest = 5

/** Groups packets so that each group fits one workflow. Within a sender's group they keep their order. */
export function groupByPrecedence<P extends Ranked>(packets: readonly P[]): PrecedenceGroup<P>[] {
  const groups = new Map<string, PrecedenceGroup<P>>()
  for (const packet of packets) {
    const { priority } = packet
    const fairnessKey = fairnessKeyOf(packet)
    const name = `${priority} ${fairnessKey}`
    const group = groups.get(name) ?? { priority, fairnessKey, packets: [] }
    group.packets.push(packet)
    groups.set(name, group)
  }
  return mergeSmall([...groups.values()]).flatMap(split)
}

function split<P>({ packets, ...precedence }: PrecedenceGroup<P>): PrecedenceGroup<P>[] {
  return Array.from({ length: Math.ceil(packets.length / mostInGroup) }, (_, nth) => ({
    ...precedence,
    packets: packets.slice(nth * mostInGroup, (nth + 1) * mostInGroup),
  }))
}

function mergeSmall<P>(groups: readonly PrecedenceGroup<P>[]): PrecedenceGroup<P>[] {
  const small = new Map<number, PrecedenceGroup<P>>()
  const large: PrecedenceGroup<P>[] = []
  for (const group of groups) {
    const before = small.get(group.priority)
    if (group.packets.length >= fewest) large.push(group)
    else if (before === undefined) small.set(group.priority, group)
    else
      small.set(group.priority, {
        ...before,
        fairnessKey: null,
        packets: [...before.packets, ...group.packets],
      })
  }
  return [...large, ...small.values()]
}
