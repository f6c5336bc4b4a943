/**
 * A list that is fetched in pages and whose first page is kept live. New packets push rows off the first page. Those
 * rows are carried until the pages are fetched again, so that no row is missing between the first and second page.
 */
import type { PacketPage } from '@/lib/contract/packet-list'
import type { ListChange } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { newer } from './api'

export interface LiveList {
  readonly order: readonly string[]
  readonly rows: ReadonlyMap<string, Packet>
  readonly total: number
  /** Ids of rows that were pushed off the first page since the pages were fetched. */
  readonly pushedOff: readonly string[]
}

const mostPushedOff = 200

/** Applies a change from the stream to the list. */
export function applyListChange(before: LiveList | null, change: ListChange): LiveList {
  const rows = new Map(before?.rows)
  for (const packet of change.changed) rows.set(packet.id, newer(rows.get(packet.id), packet))
  const onPage = new Set(change.order)
  const full = change.total > change.order.length
  const candidates = [...(before?.order ?? []), ...(before?.pushedOff ?? [])]
  const pushedOff = full ? unique(candidates).filter((id) => !onPage.has(id)) : []
  const kept = pushedOff.slice(0, mostPushedOff)
  const needed = new Set([...change.order, ...kept])
  for (const id of rows.keys()) if (!needed.has(id)) rows.delete(id)
  return { order: change.order, rows, total: change.total, pushedOff: kept }
}

/** The rows to show, in order and without duplicates, each in its newest known state. */
export function mergeRows(
  pages: readonly PacketPage[],
  live: LiveList | null,
): { rows: Packet[]; carried: number } {
  const [first, ...later] = pages
  if (live === null) return { rows: uniqueRows(pages.flatMap((page) => page.items)), carried: 0 }
  const fetched = new Map(pages.flatMap((page) => page.items).map((packet) => [packet.id, packet]))
  const inTail = new Set(later.flatMap((page) => page.items).map((packet) => packet.id))
  const onPage = new Set(live.order)
  const full = live.total > live.order.length
  const fetchedFirst = full ? (first?.items ?? []).map((packet) => packet.id) : []
  const carried = unique([...live.pushedOff, ...fetchedFirst]).filter(
    (id) => !onPage.has(id) && !inTail.has(id),
  )
  const ids = unique([...live.order, ...carried, ...inTail])
  const rows = ids.flatMap((id) => {
    const row = live.rows.get(id)
    const known = row === undefined ? fetched.get(id) : newer(fetched.get(id), row)
    return known ?? []
  })
  return { rows, carried: carried.length }
}

/** Ids of packets that are new, or whose visible state has changed. */
export function visiblyChanged(before: ReadonlyMap<string, Packet>, changed: readonly Packet[]): string[] {
  return changed
    .filter((packet) => {
      const known = before.get(packet.id)
      return known === undefined || stateOf(known) !== stateOf(packet)
    })
    .map((packet) => packet.id)
}

function stateOf(packet: Packet): string {
  return [packet.status, packet.stuck !== null, ...packet.attempts.map((attempt) => attempt.outcome)].join()
}

function uniqueRows(packets: readonly Packet[]): Packet[] {
  return [...new Map(packets.map((packet) => [packet.id, packet])).values()]
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)]
}
