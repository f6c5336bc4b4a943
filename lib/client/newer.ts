import type { Packet } from '@/lib/packet/packet'

/** Answers may overtake each other. A packet that has just stopped settling was not updated again. */
export function newer(known: Packet | undefined, packet: Packet): Packet {
  return known !== undefined && known.updatedAt > packet.updatedAt ? known : packet
}
