import 'server-only'
import { workflowIdOf } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound } from '@/lib/server/temporal/errors'
import { type ExecutionInfo, packetOf } from './execution'

/** One read, consistent with the workflow's last task. @throws ApiError PACKET_NOT_FOUND, TEMPORAL_UNREACHABLE */
export async function describePacket(
  id: string,
  options: { runId?: string; limitMs?: number } = {},
): Promise<{ packet: Packet; info: ExecutionInfo }> {
  const { runId, limitMs } = options
  const execution = { workflowId: workflowIdOf(id), ...(runId !== undefined && { runId }) }
  try {
    const { workflowExecutionInfo: info } = await callTemporal(
      ({ service, namespace }) => service.describeWorkflowExecution({ namespace, execution }),
      limitMs === undefined ? {} : { limitMs },
    )
    const packet = info ? packetOf(info) : null
    if (info && packet) return { packet, info }
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
  throw packetNotFound(id)
}

export async function getPacket(id: string): Promise<Packet> {
  return (await describePacket(id)).packet
}

export function packetNotFound(id: string): ApiError {
  return new ApiError('PACKET_NOT_FOUND', `No packet has the id "${id}", or it ended too long ago.`)
}
