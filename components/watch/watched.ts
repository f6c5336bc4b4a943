/** Which packets an operator watches in this browser, and what was told of each. */
import { statusLooks } from '@/components/route/looks'
import { keptInBrowser } from '@/components/ui/kept'
import { isPacketId } from '@/lib/packet/bounds'
import type { Packet } from '@/lib/packet/packet'

export interface Watched {
  readonly id: string
  /** How it stood when it was told last. */
  readonly told: string
}

/** Each is asked for every few seconds. */
const mostWatched = 20

export const watchedPackets = keptInBrowser<readonly Watched[]>('watched', [], (kept) =>
  Array.isArray(kept) ? kept.filter(isWatched).slice(-mostWatched) : undefined,
)

/** By hand: a schema's library would be loaded with every page for this alone. */
function isWatched(kept: unknown): kept is Watched {
  if (typeof kept !== 'object' || kept === null || !('id' in kept) || !('told' in kept)) return false
  return typeof kept.id === 'string' && isPacketId(kept.id) && typeof kept.told === 'string'
}

/** What is told of a watched packet when it differs. */
export function standingOf(packet: Pick<Packet, 'status' | 'stuck' | 'attempts' | 'deliveredBy'>): string {
  const { status, stuck, attempts, deliveredBy } = packet
  return [status, stuck === null ? '' : 'stuck', attempts.length, deliveredBy ?? ''].join(' ')
}

/** In a word or two. */
export function standingInWords({ status, stuck }: Pick<Packet, 'status' | 'stuck'>): string {
  return stuck === null ? statusLooks[status].word : 'Stuck'
}

/** Watches a packet, or notes what was told of it. The oldest gives way when there are too many. */
export function noteWatched(packet: Packet): void {
  const others = watchedPackets.read().filter(({ id }) => id !== packet.id)
  watchedPackets.write([...others, { id: packet.id, told: standingOf(packet) }].slice(-mostWatched))
}

export function stopWatching(id: string): void {
  watchedPackets.write(watchedPackets.read().filter((each) => each.id !== id))
}
