/** Rows keep their places while somebody aims at one; what they show goes on changing. */
import type { Packet } from '@/lib/packet/packet'

/**
 * The rows in the order they had when the hand came, each as new as it is known. What has left the list since
 * stays until the hand goes; what belongs behind the last held row is added there.
 * @returns the rows, and how many wait to take their place among them
 */
export function holdOrder(
  held: readonly Packet[],
  rows: readonly Packet[],
): { rows: Packet[]; waiting: number } {
  const current = new Map(rows.map((packet) => [packet.id, packet]))
  const kept = held.map((packet) => current.get(packet.id) ?? packet)
  const known = new Set(held.map((packet) => packet.id))
  const lastHeld = rows.findLastIndex((packet) => known.has(packet.id))
  const strangers = rows.filter((packet) => !known.has(packet.id))
  const behind = strangers.filter((packet) => rows.indexOf(packet) > lastHeld)
  return { rows: [...kept, ...behind], waiting: strangers.length - behind.length }
}
