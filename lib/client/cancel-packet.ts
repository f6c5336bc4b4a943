import { apiPaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { requestAnswer } from './request'

export interface Canceling {
  packet: Packet
  /** False when no worker took it in time: it is recorded, and takes effect as soon as one runs. */
  inForce: boolean
}

/** Throws `PACKET_ENDED` when it was too late. */
export async function cancelPacket(id: string, reason: string): Promise<Canceling> {
  const answer = await requestAnswer<Packet>(apiPaths.cancel(id), { method: 'POST', body: { reason } })
  return { packet: answer.body, inForce: answer.status === 200 }
}
