/** The packets that an operator watches in this browser, and the last announced state of each. */
import { statusLooks } from '@/components/route/looks'
import { keptInBrowser } from '@/components/ui/kept'
import { isPacketId } from '@/lib/packet/bounds'
import type { Packet } from '@/lib/packet/packet'

export interface Watched {
  readonly id: string
  /** The state that was last announced. */
  readonly told: string
}

/** Each watched packet is polled every few seconds. */
const mostWatched = 20

export const watchedPackets = keptInBrowser<readonly Watched[]>('watched', [], (kept) =>
  Array.isArray(kept) ? kept.filter(isWatched).slice(-mostWatched) : undefined,
)

/** Validated by hand: a schema library would be loaded with every page for this alone. */
function isWatched(kept: unknown): kept is Watched {
  if (typeof kept !== 'object' || kept === null || !('id' in kept) || !('told' in kept)) return false
  return typeof kept.id === 'string' && isPacketId(kept.id) && typeof kept.told === 'string'
}

/** The state of a watched packet. A change of it is announced. */
export function standingOf(packet: Pick<Packet, 'status' | 'stuck' | 'attempts' | 'deliveredBy'>): string {
  const { status, stuck, attempts, deliveredBy } = packet
  return [status, stuck === null ? '' : 'stuck', attempts.length, deliveredBy ?? ''].join(' ')
}

/** The state in a word or two. */
export function standingInWords({ status, stuck }: Pick<Packet, 'status' | 'stuck'>): string {
  return stuck === null ? statusLooks[status].word : 'Stuck'
}

/** Watches a packet, or records its announced state. When there are too many, the oldest is dropped. */
export function noteWatched(packet: Packet): void {
  const others = watchedPackets.read().filter(({ id }) => id !== packet.id)
  watchedPackets.write([...others, { id: packet.id, told: standingOf(packet) }].slice(-mostWatched))
}

export function stopWatching(id: string): void {
  watchedPackets.write(watchedPackets.read().filter((each) => each.id !== id))
}
