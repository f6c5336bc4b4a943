import { hasEnded, type Packet } from '@/lib/packet/packet'

/** Answers may overtake each other. A packet that stops settling is not updated again, and never settles anew. */
export function newer(known: Packet | undefined, packet: Packet): Packet {
  if (known === undefined || known.updatedAt < packet.updatedAt) return packet
  if (known.updatedAt > packet.updatedAt) return known
  return hasEnded(known.status) && !known.settling ? known : packet
}
