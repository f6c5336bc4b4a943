/** Packets that one workflow carries have one place among others: their priority, and whose share they come out of. */
import { defaultPriority } from './bounds'
import type { Precedence } from './packet'

/** Of a packet whose sender asks for nothing. */
export const usualPrecedence = precedenceOf({})

/** What is left out is as usual. */
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

/** Whose share of the places it takes: its source unless told. */
export function fairnessKeyOf({ fairnessKey, source }: Ranked): string {
  return fairnessKey ?? source
}

export interface PrecedenceGroup<P> {
  priority: number
  /** Null where several senders share it. */
  fairnessKey: string | null
  packets: P[]
}

/** A workflow costs Temporal about the same for one packet as for so many; with more its messages would grow too large. */
export const mostInGroup = 50

/** Senders with fewer packets than this at once share a workflow. */
const fewest = 5

/** In the order of the packets; none of more than one workflow carries. */
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
