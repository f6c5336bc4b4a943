/**
 * Which lane a packet has. It keeps its lane while it is on the board, and a lane that has become free goes to one that
 * comes: so nothing moves while as many come as go. Where most lanes of a group are free, they are closed up. A provider that
 * has been seen keeps its group.
 */

import type { BoardGroup } from '@/lib/client/board-search'
import type { BoardPacket } from '@/lib/client/live-board'

export interface Group {
  readonly key: string
  /** The provider or the batch; null for packets that have none. */
  readonly name: string | null
  /** From above; null where there is none. */
  readonly lanes: readonly (string | null)[]
}

/** The key of packets without one; no name is empty. */
const without = ''

function groupOf({ attempts, batch }: BoardPacket, by: BoardGroup): string {
  switch (by) {
    case 'provider':
      return attempts.at(-1)?.provider ?? without
    case 'batch':
      return batch ?? without
    case 'none':
      return without
  }
}

/** The groups for these packets, each packet where it was before as far as it can be. */
export function arrange(
  before: readonly Group[],
  packets: ReadonlyMap<string, BoardPacket>,
  by: BoardGroup,
): Group[] {
  const lanes = new Map<string, (string | null)[]>()
  const placed = new Set<string>()
  for (const group of before) {
    const kept = group.lanes.map((id) => {
      const packet = id === null ? undefined : packets.get(id)
      if (packet === undefined || groupOf(packet, by) !== group.key) return null
      placed.add(packet.id)
      return packet.id
    })
    lanes.set(group.key, kept)
  }
  const firstFree = new Map<string, number>()
  for (const packet of packets.values()) {
    if (placed.has(packet.id)) continue
    const key = groupOf(packet, by)
    const group = lanes.get(key) ?? []
    lanes.set(key, group)
    let at = firstFree.get(key) ?? 0
    while (at < group.length && group[at] !== null) at += 1
    group[at] = packet.id
    firstFree.set(key, at + 1)
  }
  return [...lanes]
    .map(([key, group]) => ({ key, name: key === without ? null : key, lanes: closedUp(group) }))
    .filter((group) => group.lanes.length > 0 || (by === 'provider' && group.key !== without))
    .sort(byName)
}

function closedUp(lanes: (string | null)[]): (string | null)[] {
  const taken = lanes.filter((id) => id !== null)
  return taken.length < lanes.length / 2 ? taken : lanes
}

/** What has none comes last, where its coming and going moves no other group. */
function byName(one: Group, other: Group): number {
  return Number(one.key === without) - Number(other.key === without) || one.key.localeCompare(other.key, 'en')
}
