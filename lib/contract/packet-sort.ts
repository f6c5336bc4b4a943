/** The orders of the list of packets. Without schemas, so that pages can have them alone. */
export const packetSorts = ['active', 'newest', 'oldest'] as const
export type PacketSort = (typeof packetSorts)[number]

interface Asked {
  sort?: PacketSort | null | undefined
  from?: string | null | undefined
  to?: string | null | undefined
}

/** The order in force. A span of time is read along the time: by activity, its packets may lie far down the list. */
export function sortOf({ sort, from, to }: Asked): PacketSort {
  return sort ?? (from || to ? 'newest' : 'active')
}
