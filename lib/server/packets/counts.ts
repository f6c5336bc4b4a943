/** How many packets there are: one count for each value, since visibility groups by nothing else; shared by all. */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import type { StatusCounts } from '@/lib/contract/streams'
import { packetStatuses } from '@/lib/packet/packet'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { SharedReads } from '@/lib/server/shared-reads'
import { countWorkflows } from '@/lib/server/temporal/visibility'
import { filterKey } from './filter'
import { packetQuery } from './search'

const maxAgeMs = 2000
const maxTotals = 500

/** Packets in each status, at most a few seconds old. */
export const statusCounts = processWide('status-counts', () => new SharedRead(countStatuses, maxAgeMs))

async function countStatuses(): Promise<StatusCounts> {
  const counts = { ...nothing }
  // One after the other: together they would hold up everyone else's reads.
  for (const status of packetStatuses) counts[status] = await countWorkflows(packetQuery({ status }))
  return counts
}

const stuckPatienceMs = 2000

/** Packets that no worker can go on with, at most a few seconds old; for pages of all kinds. */
export const stuckCount = processWide('stuck-count', () => new SharedRead(countStuck, maxAgeMs))

function countStuck(): Promise<number> {
  return countWorkflows(packetQuery({ flag: 'stuck' }), { limitMs: stuckPatienceMs })
}

const nothing: StatusCounts = {
  ROUTING: 0,
  TRANSMITTING: 0,
  DELIVERED: 0,
  NO_ROUTE: 0,
  EXHAUSTED: 0,
  EXPIRED: 0,
  FAILED: 0,
  CANCELED: 0,
}

const totals = processWide('list-totals', () => new SharedReads<number>(maxAgeMs, maxTotals))

/** Packets that match a filter, at most a few seconds old. */
export async function countMatching(filter: PacketFilter): Promise<number> {
  const { status, ...others } = filter
  if (Object.values(others).some((value) => value !== undefined)) {
    const total = totals().of(filterKey(filter), () => countWorkflows(packetQuery(filter)))
    return total.recent()
  }
  const counts = await statusCounts().recent()
  return status === undefined ? Object.values(counts).reduce((sum, count) => sum + count, 0) : counts[status]
}
