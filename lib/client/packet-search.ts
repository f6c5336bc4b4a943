/** The filters and the order of the packets page as they stand in its address; server and browser read them alike. */
import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { packetSorts } from '@/lib/contract/paging'
import { packetFlags, packetStatuses } from '@/lib/packet/packet'
import { trimmedInQuery } from '@/lib/packet/text'

/** Read as the API reads them, so that a page shows what it asks for. */
const parseAsAddress = createParser({ parse: trimmedInQuery, serialize: String })

export const packetSearch = {
  status: parseAsStringLiteral(packetStatuses),
  provider: parseAsString,
  destination: parseAsAddress,
  source: parseAsAddress,
  flag: parseAsStringLiteral(packetFlags),
  from: parseAsString,
  to: parseAsString,
  q: parseAsAddress,
  sort: parseAsStringLiteral(packetSorts),
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
    ...(search.sort && { sort: search.sort }),
  }
}
