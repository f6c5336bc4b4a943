/**
 * Packets that this process started moments ago. Visibility may not list them yet, but whoever submitted one
 * looks for it at once.
 */
import 'server-only'
import type { Packet } from '@/lib/packet/packet'
import { processWide } from '@/lib/server/process-wide'

const maxEntries = 1000
const maxAgeMs = 10_000

const starts = processWide('recent-starts', () => new Map<string, Packet>())

export function rememberStart(packet: Packet): void {
  const entries = starts()
  entries.set(packet.id, packet)
  const [oldest] = entries.keys()
  if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest)
}

/** Newest first. */
export function recentStarts(now: number): Packet[] {
  const entries = starts()
  for (const [id, packet] of entries) {
    if (now - Date.parse(packet.createdAt) <= maxAgeMs) break
    entries.delete(id)
  }
  return [...entries.values()].reverse()
}

/** Visibility lists them by now. */
export function forgetStarts(ids: Iterable<string>): void {
  for (const id of ids) starts().delete(id)
}
