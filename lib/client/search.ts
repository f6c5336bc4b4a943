/** The filters of the lists as they stand in the addresses of their pages; server and browser read them alike. */
import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import type { KeptReceiptFilter } from '@/lib/contract/kept-receipt'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { packetSorts, priorities } from '@/lib/contract/paging'
import { keptReasons } from '@/lib/contract/receipt-reasons'
import { packetFlags, packetStatuses } from '@/lib/packet/packet'
import { trimmedInQuery } from '@/lib/packet/text'

/** Addresses and keys are read as the API reads them, so that a page shows what it asks for. */
const parseAsName = createParser({ parse: trimmedInQuery, serialize: String })

export const packetSearch = {
  status: parseAsStringLiteral(packetStatuses),
  provider: parseAsString,
  destination: parseAsName,
  source: parseAsName,
  batch: parseAsString,
  orderingKey: parseAsName,
  priority: parseAsStringLiteral(priorities),
  fairnessKey: parseAsName,
  flag: parseAsStringLiteral(packetFlags),
  from: parseAsString,
  to: parseAsString,
  q: parseAsName,
  sort: parseAsStringLiteral(packetSorts),
}

export type PacketSearch = inferParserType<typeof packetSearch>

export const loadPacketSearch = createLoader(packetSearch)

/** Only what is given, in a fixed order: an absent and an empty field both filter nothing. */
export function toFilter(search: PacketSearch): PacketFilter {
  return {
    ...(search.status && { status: search.status }),
    ...(search.provider && { provider: search.provider }),
    ...(search.destination && { destination: search.destination }),
    ...(search.source && { source: search.source }),
    ...(search.batch && { batch: search.batch }),
    ...(search.orderingKey && { orderingKey: search.orderingKey }),
    ...(search.priority && { priority: search.priority }),
    ...(search.fairnessKey && { fairnessKey: search.fairnessKey }),
    ...(search.flag && { flag: search.flag }),
    ...(search.from && { from: search.from }),
    ...(search.to && { to: search.to }),
    ...(search.q && { q: search.q }),
    ...(search.sort && { sort: search.sort }),
  }
}

/** The one queue that is shown; null for all of them. */
export const queueSearch = { key: parseAsName }

export const loadQueueSearch = createLoader(queueSearch)

export const receiptSearch = {
  provider: parseAsString,
  reason: parseAsStringLiteral(keptReasons),
  packet: parseAsString,
}

export type ReceiptSearch = inferParserType<typeof receiptSearch>

export const loadReceiptSearch = createLoader(receiptSearch)

/** Likewise. */
export function toReceiptFilter({ provider, reason, packet }: ReceiptSearch): KeptReceiptFilter {
  return { ...(provider && { provider }), ...(reason && { reason }), ...(packet && { packet }) }
}
