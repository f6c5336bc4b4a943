/** What an operator should know beside the statuses: who waits and since when, what settles, what came twice. */
import 'server-only'
import type { Attention } from '@/lib/contract/streams'
import { waitReasons } from '@/lib/packet/reason'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { countWorkflows, listWorkflows } from '@/lib/server/temporal/visibility'
import { packetOf } from './execution'
import { packetQuery } from './search'

const maxAgeMs = 2000
/** Enough to tell since when; a wait for one reason begins for all packets at about the same time. */
const pageSize = 100

/** Shared by all, at most a few seconds old. */
export const attention = processWide('attention', () => new SharedRead(readAttention, maxAgeMs))

async function readAttention(): Promise<Attention> {
  const settling = await countWorkflows(packetQuery({ flag: 'settling' }))
  const doubled = await countWorkflows(packetQuery({ flag: 'doubled' }))
  const count = await countWorkflows(packetQuery({ flag: 'waiting' }))
  return { settling, doubled, waiting: count === 0 ? null : await readWaiting(count) }
}

/** The gravest reason among those that wait, since the packet that waited first. */
async function readWaiting(count: number): Promise<Attention['waiting']> {
  const { executions } = await listWorkflows(packetQuery({ flag: 'waiting' }), pageSize)
  const waits = executions.flatMap((info) => packetOf(info)?.waiting ?? [])
  const why = waitReasons.find((reason) => waits.some((wait) => wait.why === reason))
  const [since] = waits.flatMap((wait) => (wait.why === why ? [wait.since] : [])).sort()
  return why === undefined || since === undefined ? null : { count, why, since }
}
