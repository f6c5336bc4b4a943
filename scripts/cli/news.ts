import type { Packet } from '@/lib/packet/packet'
import { explainStuck } from '@/lib/packet/stuck'

/** What whoever waits for a packet is told of it; the same text as long as there is nothing new to tell. */
export function newsOf({ reason, stuck }: Packet): string {
  // Each further try is no news.
  return stuck === null ? reason : explainStuck({ ...stuck, tries: null })
}
