/** The filters of a list as a plain predicate, for packets that visibility does not know yet. */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import type { Packet } from '@/lib/packet/packet'

/** True when every filter given holds. */
export function matches(packet: Packet, filter: PacketFilter): boolean {
  const { status, provider, destination, source, flag, from, to, q } = filter
  const createdAt = Date.parse(packet.createdAt)
  return [
    status === undefined || packet.status === status,
    provider === undefined || providersOf(packet).includes(provider),
    destination === undefined || packet.destination === destination,
    source === undefined || packet.source === source,
    flag === undefined || packet.flags.includes(flag),
    from === undefined || createdAt >= Date.parse(from),
    to === undefined || createdAt < Date.parse(to),
    q === undefined || [packet.id, packet.source, packet.destination].some((text) => text.startsWith(q)),
  ].every(Boolean)
}

function providersOf(packet: Packet): (string | null)[] {
  return [packet.currentRouteProvider, packet.deliveredBy, ...packet.failedRouteProviders]
}

/** The same text for the same filters, whatever the order they came in. */
export function filterKey(filter: PacketFilter): string {
  const { status, provider, destination, source, flag, from, to, q } = filter
  return JSON.stringify([status, provider, destination, source, flag, from, to, q])
}
