/** Packets that somebody knows of, as visibility has them now. */
import 'server-only'
import type { Packet } from '@/lib/packet/packet'
import type { ExecutionInfo } from '@/lib/server/temporal/execution-info'
import { listWorkflows } from '@/lib/server/temporal/visibility'
import { packetOf } from './execution'
import { packetsById } from './search'

/** Our clock may differ from Temporal's. */
const clocksDifferByMs = 120_000

/**
 * Their present state, in any order; those that visibility does not know yet are missing. The longer the oldest has
 * been on its way, the more is searched.
 *
 * @throws ApiError TEMPORAL_UNREACHABLE
 */
export async function readPackets(known: readonly Packet[]): Promise<Packet[]> {
  if (known.length === 0) return []
  const oldest = Math.min(...known.map(({ createdAt }) => Date.parse(createdAt)))
  const since = new Date(oldest - clocksDifferByMs).toISOString()
  const ids = known.map(({ id }) => id)
  const { executions } = await listWorkflows(packetsById(ids, since), ids.length)
  return packetsOf(executions)
}

/** Once each: a packet that was reset in Temporal has several runs, the open one first. */
export function packetsOf(executions: readonly ExecutionInfo[]): Packet[] {
  const known = new Set<string>()
  return executions
    .flatMap((info) => packetOf(info) ?? [])
    .filter(({ id }) => !known.has(id) && known.add(id))
}
