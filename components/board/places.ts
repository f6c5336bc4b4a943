/**
 * Assigns lanes to packets. A packet keeps its lane while it is on the board, and a new packet takes the first free
 * lane, so nothing moves while as many packets come as go. A group whose lanes are mostly free is compacted. A
 * provider's group stays, even when empty.
 */

import type { BoardGroup } from '@/lib/client/board-search'
import type { BoardPacket } from '@/lib/client/live-board'

export interface Group {
  readonly key: string
  /** The provider or the batch; null for the packets without one. */
  readonly name: string | null
  /** Packet ids from top to bottom; null for a free lane. */
  readonly lanes: readonly (string | null)[]
}

/** The key of packets without a provider or batch. No name is empty. */
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

/** The groups of these packets. Packets keep their lanes where possible. */
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

/** Packets without a name come last, where their group can appear and vanish without moving another one. */
function byName(one: Group, other: Group): number {
  return Number(one.key === without) - Number(other.key === without) || one.key.localeCompare(other.key, 'en')
}
