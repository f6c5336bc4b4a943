import 'server-only'
import { workflowIdOf } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { describeWorkflow } from '@/lib/server/temporal/describe-workflow'
import type { ExecutionInfo } from '@/lib/server/temporal/execution-info'
import { packetOf } from './execution'
import type { WorkflowTask } from './stuck'
import { stuckSince } from './stuck-since'

export interface Described {
  packet: Packet
  info: ExecutionInfo
  /** Its workflow's tasks fail now. History tells only of the first failure, not of what becomes of the others. */
  faltering: boolean
}

/** As of the workflow's last task. @throws ApiError PACKET_NOT_FOUND, TEMPORAL_UNREACHABLE */
export async function describePacket(
  id: string,
  options: { runId?: string; limitMs?: number } = {},
): Promise<Described> {
  const { runId, ...limit } = options
  const execution = { workflowId: workflowIdOf(id), ...(runId !== undefined && { runId }) }
  const described = await describeWorkflow(execution, limit)
  const found = described && packetOf(described.info, described.task)
  if (described === null || found === null) throw packetNotFound(id)
  const { info, task } = described
  const packet = await datedIfStuck(found, info)
  return { packet, info, faltering: isFaltering(packet, task) }
}

/** A second read, for a packet that is stuck and for no other. */
async function datedIfStuck(packet: Packet, { historyLength }: ExecutionInfo): Promise<Packet> {
  const { stuck, workflowId, runId } = packet
  if (stuck === null) return packet
  const since = await stuckSince({ workflowId, runId, events: Number(historyLength ?? 0) })
  return { ...packet, stuck: { ...stuck, since } }
}

/** An event that comes meanwhile starts the count of tries again, but leaves the packet stuck. */
function isFaltering({ stuck }: Packet, task: WorkflowTask | null | undefined): boolean {
  return stuck !== null || (task?.attempt ?? 1) > 1
}

export async function getPacket(id: string): Promise<Packet> {
  return (await describePacket(id)).packet
}

export function packetNotFound(id: string): ApiError {
  return new ApiError('PACKET_NOT_FOUND', `No packet has the id "${id}", or it ended too long ago.`)
}
