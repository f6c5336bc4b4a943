/** The filters of the lists as written in the addresses of their pages; server and browser parse them alike. */
import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import type { AuditFilter } from '@/lib/contract/audit'
import { auditActions, auditKinds, auditResults, auditWays } from '@/lib/contract/audit-terms'
import { bulkResults } from '@/lib/contract/bulk-terms'
import type { KeptReceiptFilter } from '@/lib/contract/kept-receipt'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { packetSorts, priorities, statusFilters } from '@/lib/contract/paging'
import { keptReasons } from '@/lib/contract/receipt-reasons'
import { scoreboardWindows } from '@/lib/contract/span'
import { packetFlags } from '@/lib/packet/packet'
import { trimmedInQuery } from '@/lib/packet/text'

/** Addresses and keys are read as the API reads them, so that a page shows what it asks for. */
const parseAsName = createParser({ parse: trimmedInQuery, serialize: String })

export const packetSearch = {
  status: parseAsStringLiteral(statusFilters),
  id: parseAsName,
  provider: parseAsString,
  failedOver: parseAsStringLiteral(['true']),
  failedOverFrom: parseAsString,
  address: parseAsName,
  destination: parseAsName,
  source: parseAsName,
  batch: parseAsString,
  orderingKey: parseAsName,
  priority: parseAsStringLiteral(priorities),
  fairnessKey: parseAsName,
  flag: parseAsStringLiteral(packetFlags),
  from: parseAsString,
  to: parseAsString,
  activeFrom: parseAsString,
  activeTo: parseAsString,
  within: parseAsString,
  zone: parseAsString,
  q: parseAsName,
  sort: parseAsStringLiteral(packetSorts),
}

export type PacketSearch = inferParserType<typeof packetSearch>

export const loadPacketSearch = createLoader(packetSearch)

/** The window of the chart above the list; null if the chart is not shown. */
export const chartSearch = { chart: parseAsStringLiteral(scoreboardWindows) }

const filterNames = Object.keys(packetSearch) as (keyof PacketSearch)[]

/** The filter with the given fields only, in a fixed order: an absent and an empty field both filter nothing. */
export function toFilter(search: PacketSearch): PacketFilter {
  return Object.fromEntries(filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])))
}

/** The invalid filters in an address: unknown values, and all but the first if several are given. */
export function unknownFilters(params: URLSearchParams, search: PacketSearch): string[] {
  return filterNames.flatMap((name) => {
    const given = params.getAll(name).filter((value) => value !== '')
    return given.slice(search[name] === null ? 0 : 1).map((value) => `${name}=${value}`)
  })
}

/** The reverse of `toFilter`. */
export function toSearch(filter: PacketFilter): PacketSearch {
  const given = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  return loadPacketSearch(new URLSearchParams(given))
}

/** The search without any filter. */
export const noSearch = toSearch({})

export const overviewSearch = { window: parseAsStringLiteral(scoreboardWindows).withDefault('1h') }

export const loadOverviewSearch = createLoader(overviewSearch)

export const scoreboardSearch = { window: parseAsStringLiteral(scoreboardWindows).withDefault('24h') }

export const loadScoreboardSearch = createLoader(scoreboardSearch)

/** The one queue that is shown; null for all of them. */
export const queueSearch = { key: parseAsName }

export const loadQueueSearch = createLoader(queueSearch)

/** The packet that is sent again; null for a new one. */
export const submitSearch = { repeats: parseAsString }

export const loadSubmitSearch = createLoader(submitSearch)

export const receiptSearch = {
  provider: parseAsString,
  reason: parseAsStringLiteral(keptReasons),
  packet: parseAsString,
}

export type ReceiptSearch = inferParserType<typeof receiptSearch>

export const loadReceiptSearch = createLoader(receiptSearch)

/** The filter that the API takes. */
export function toReceiptFilter({ provider, reason, packet }: ReceiptSearch): KeptReceiptFilter {
  return { ...(provider && { provider }), ...(reason && { reason }), ...(packet && { packet }) }
}

export const auditSearch = {
  who: parseAsName,
  action: parseAsStringLiteral(auditActions),
  kind: parseAsStringLiteral(auditKinds),
  subject: parseAsName,
  result: parseAsStringLiteral(auditResults),
  via: parseAsStringLiteral(auditWays),
  from: parseAsString,
  to: parseAsString,
}

export type AuditSearch = inferParserType<typeof auditSearch>

export const loadAuditSearch = createLoader(auditSearch)

/** The filter that the API takes. */
export function toAuditFilter({
  who,
  action,
  kind,
  subject,
  result,
  via,
  from,
  to,
}: AuditSearch): AuditFilter {
  return {
    ...(who && { who }),
    ...(action && { action }),
    ...(kind && { kind }),
    ...(subject && { subject }),
    ...(result && { result }),
    ...(via && { via }),
    ...(from && { from }),
    ...(to && { to }),
  }
}

/** The filter of the packets of a bulk action. */
export const bulkItemSearch = { result: parseAsStringLiteral(bulkResults) }
