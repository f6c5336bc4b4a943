/** Counts of packets, and of those that need an operator. Each is read at most twice a second for all readers. */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { sortOf } from '@/lib/contract/paging'
import type { Attention, StatusCounts } from '@/lib/contract/streams'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead, SharedReads } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { countPackets, countStatuses, type ListScope, readWaiting } from '@/lib/store/packet-list'
import { stuckWorkflows } from './stuck'

const maxAgeMs = 500
const maxTotals = 500

/** Packets in each status. */
export const statusCounts = processWide(
  'status-counts',
  () => new SharedRead<StatusCounts>(() => callStore(countStatuses), maxAgeMs),
)

/** Packets that no worker can continue, for pages of all kinds. */
export const stuckCount = processWide(
  'stuck-count',
  () => new SharedRead(() => count({ flag: 'stuck' }), maxAgeMs),
)

/** How many packets wait and since when, how many settle, and how many were delivered twice. */
export const attention = processWide('attention', () => new SharedRead(readAttention, maxAgeMs))

async function readAttention(): Promise<Attention> {
  const [settling, doubled, waiting] = await Promise.all([
    count({ flag: 'settling' }),
    count({ flag: 'doubled' }),
    callStore(readWaiting),
  ])
  return { settling, doubled, waiting }
}

const totals = processWide('list-totals', () => new SharedReads<number>(maxAgeMs, maxTotals))

/** Packets that match a filter. */
export function countMatching(filter: PacketFilter): Promise<number> {
  return totals()
    .of(filterKey(filter), () => count(filter))
    .recent()
}

function count(filter: PacketFilter): Promise<number> {
  return callStore(async (db) => countPackets(db, await scopeOf(filter)))
}

export async function scopeOf(filter: PacketFilter): Promise<ListScope> {
  const stuckOwners = filter.flag === 'stuck' ? [...(await stuckWorkflows()).keys()] : []
  return { filter, stuckOwners, now: Date.now() }
}

/** The same key for the same filters, in any order of their fields. */
function filterKey({ sort: _, ...filter }: PacketFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined)
  return JSON.stringify(given.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Like `filterKey`, but also distinguishes the order of the list. */
export function listKey(filter: PacketFilter): string {
  return `${sortOf(filter)} ${filterKey(filter)}`
}
