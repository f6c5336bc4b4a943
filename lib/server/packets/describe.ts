import 'server-only'
import { workflowIdOf } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound } from '@/lib/server/temporal/errors'
import { type ExecutionInfo, packetOf } from './execution'
import type { WorkflowTask } from './stuck'
import { stuckSince } from './stuck-since'

export interface Described {
  packet: Packet
  info: ExecutionInfo
  /** Its workflow's tasks fail now. History tells only of the first failure, not of what becomes of the others. */
  faltering: boolean
}

/** One read, consistent with the workflow's last task. @throws ApiError PACKET_NOT_FOUND, TEMPORAL_UNREACHABLE */
export async function describePacket(
  id: string,
  options: { runId?: string; limitMs?: number } = {},
): Promise<Described> {
  const { runId, limitMs } = options
  const execution = { workflowId: workflowIdOf(id), ...(runId !== undefined && { runId }) }
  try {
    const { workflowExecutionInfo: info, pendingWorkflowTask: task } = await callTemporal(
      ({ service, namespace }) => service.describeWorkflowExecution({ namespace, execution }),
      limitMs === undefined ? {} : { limitMs },
    )
    const found = info ? packetOf(info, task) : null
    if (info && found) {
      const packet = await datedIfStuck(found, info)
      return { packet, info, faltering: isFaltering(packet, task) }
    }
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
  throw packetNotFound(id)
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
