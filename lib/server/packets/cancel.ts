/** Cancelling goes by signal, which Temporal keeps even while no worker is alive. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { type CancelSignal, cancelSignal } from '@/lib/contract/workflows'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { callStore, store } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound } from '@/lib/server/temporal/errors'
import { cancelUnclaimed } from '@/lib/store/ownership'
import { getPacket } from './read'

const patienceMs = 2_000

export interface Canceling {
  packet: Packet
  /** False when no worker took it in time; it takes effect as soon as one does. */
  done: boolean
}

/** @throws ApiError PACKET_NOT_FOUND, PACKET_ENDED, STORE_UNREACHABLE, TEMPORAL_UNREACHABLE */
export async function cancelPacket(id: string, reason: string): Promise<Canceling> {
  const packet = await getPacket(id)
  if (hasEnded(packet.status)) throw ended(packet)
  const latest = (await cancelInStore(packet, reason)) ?? (await cancelInWorkflow(packet, reason))
  if (!hasEnded(latest.status)) return { packet: latest, done: false }
  if (latest.status !== 'CANCELED') throw ended(latest)
  return { packet: latest, done: true }
}

/** For a packet that no workflow has claimed yet, and then none may any more; null when one has. */
async function cancelInStore({ id, runId }: Packet, reason: string): Promise<Packet | null> {
  if (runId !== null) return null
  const isCanceled = await callStore((db) => cancelUnclaimed(db, id, { at: Date.now(), words: reason }))
  if (!isCanceled) return null
  store().announce()
  return getPacket(id)
}

async function cancelInWorkflow(packet: Packet, reason: string): Promise<Packet> {
  const message: CancelSignal = { packetId: packet.id, reason }
  try {
    await callTemporal(
      ({ client }) => client.workflow.getHandle(packet.workflowId).signal(cancelSignal, message),
      { ifUnknown: 'Look at the packet before you try again.' },
    )
  } catch (error) {
    if (!isNotFound(error)) throw error
    const latest = await getPacket(packet.id)
    if (hasEnded(latest.status)) throw ended(latest)
    const detail = 'No workflow has this packet just now; it is given to a new one. Try again in a moment.'
    throw new ApiError('NOT_READY', detail, { cause: error, headers: { 'Retry-After': '5' } })
  }
  return waitForEnding(packet)
}

/** The packet once it has ended, or as it is when patience is over. The signal is safe already. */
async function waitForEnding(packet: Packet): Promise<Packet> {
  const until = performance.now() + patienceMs
  let latest = packet
  for (let delay = 30; performance.now() + delay < until; delay *= 1.5) {
    await pause(delay)
    latest = await getPacket(packet.id).catch(() => latest)
    if (hasEnded(latest.status)) return latest
  }
  return latest
}

function ended(packet: Packet): ApiError {
  return new ApiError('PACKET_ENDED', `It has ended as ${packet.status}: ${packet.reason}`)
}
