/** Cancelling goes by signal, which Temporal keeps even while no worker is alive. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { type CancelSignal, cancelSignal } from '@/lib/contract/workflows'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound } from '@/lib/server/temporal/errors'
import { describePacket } from './describe'

const patienceMs = 2000

export interface Canceling {
  packet: Packet
  /** False when no worker took it in time; it takes effect as soon as one does. */
  done: boolean
}

/** @throws ApiError PACKET_NOT_FOUND, PACKET_ENDED, TEMPORAL_UNREACHABLE */
export async function cancelPacket(id: string, reason: string): Promise<Canceling> {
  const { packet } = await describePacket(id)
  if (hasEnded(packet.status)) throw ended(packet)
  await signalCancel(packet, reason)
  const latest = await waitForEnding(packet)
  if (!hasEnded(latest.status)) return { packet: latest, done: false }
  if (latest.status !== 'CANCELED') throw ended(latest)
  return { packet: latest, done: true }
}

async function signalCancel(packet: Packet, reason: string): Promise<void> {
  const message: CancelSignal = { reason }
  try {
    await callTemporal(
      ({ client }) =>
        client.workflow.getHandle(packet.workflowId, packet.runId).signal(cancelSignal, message),
      { ifUnknown: 'Look at the packet before you try again.' },
    )
  } catch (error) {
    if (!isNotFound(error)) throw error
    throw ended((await describePacket(packet.id)).packet)
  }
}

/** The packet once it has ended, or as it is when patience is over. The signal is safe already. */
async function waitForEnding(packet: Packet): Promise<Packet> {
  const until = Date.now() + patienceMs
  let latest = packet
  for (let delay = 30; Date.now() + delay < until; delay *= 1.5) {
    await pause(delay)
    try {
      latest = (await describePacket(packet.id, { runId: packet.runId, limitMs: until - Date.now() })).packet
    } catch {
      return latest
    }
    if (hasEnded(latest.status)) return latest
  }
  return latest
}

function ended(packet: Packet): ApiError {
  return new ApiError('PACKET_ENDED', `It has ended as ${packet.status}: ${packet.reason}`)
}
