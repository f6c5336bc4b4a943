import { apiPaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { request } from './request'

/** Answers with the canceled packet; `PACKET_ENDED` when it was too late. */
export function cancelPacket(id: string, reason: string): Promise<Packet> {
  return request<Packet>(apiPaths.cancel(id), { method: 'POST', body: { reason } })
}
