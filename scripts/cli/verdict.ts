/** What a run comes to: its exit status and one line about many packets. */
import { hasEnded, type Packet, type PacketStatus, packetStatuses } from '@/lib/packet/packet'

/** 0: delivered, or accepted and not waited for. 2: ended without being delivered. 1 is for errors. */
export function exitStatusOf(packets: readonly Packet[]): 0 | 2 {
  return packets.every(({ status }) => status === 'DELIVERED' || !hasEnded(status)) ? 0 : 2
}

const words: Record<PacketStatus, string> = {
  ROUTING: 'accepted',
  TRANSMITTING: 'accepted',
  DELIVERED: 'delivered',
  NO_ROUTE: 'without a route',
  EXHAUSTED: 'exhausted',
  EXPIRED: 'expired',
  FAILED: 'failed',
  CANCELED: 'canceled',
}

/** "20 packets in 3.1 s: 17 delivered, 2 exhausted, 1 failed." */
export function summaryOf(packets: readonly Packet[], elapsedMs: number): string {
  const counts = new Map<string, number>()
  for (const status of packetStatuses) {
    const count = packets.filter((packet) => packet.status === status).length
    if (count > 0) counts.set(words[status], (counts.get(words[status]) ?? 0) + count)
  }
  const parts = [...counts].map(([word, count]) => `${count} ${word}`)
  const total = packets.length === 1 ? '1 packet' : `${packets.length} packets`
  const told = parts.length === 0 ? '' : `: ${parts.join(', ')}`
  return `${total} in ${(elapsedMs / 1000).toFixed(1)} s${told}.`
}
