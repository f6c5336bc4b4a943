/** The filters of the packets page as they stand in its address; server and browser read them alike. */
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { packetFlags, packetStatuses } from '@/lib/packet/packet'

export const packetSearch = {
  status: parseAsStringLiteral(packetStatuses),
  provider: parseAsString,
  destination: parseAsString,
  source: parseAsString,
  flag: parseAsStringLiteral(packetFlags),
  from: parseAsString,
  to: parseAsString,
  q: parseAsString,
}

export type PacketSearch = inferParserType<typeof packetSearch>

export const loadPacketSearch = createLoader(packetSearch)

/** Only what is given: an absent and an empty field both filter nothing. */
export function toFilter(search: PacketSearch): PacketFilter {
  return {
    ...(search.status && { status: search.status }),
    ...(search.provider && { provider: search.provider }),
    ...(search.destination && { destination: search.destination }),
    ...(search.source && { source: search.source }),
    ...(search.flag && { flag: search.flag }),
    ...(search.from && { from: search.from }),
    ...(search.to && { to: search.to }),
    ...(search.q && { q: search.q }),
  }
}
