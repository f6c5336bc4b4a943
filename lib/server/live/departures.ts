/**
 * Packets that have just left the first page of a list because more are in flight than fit on it. Readers keep
 * showing them below the page until they reload it, so they must still be sent changes.
 */
import 'server-only'
import { isFinal, type Packet } from '@/lib/packet/packet'
import { readPackets } from '@/lib/server/packets/read'

/** A little longer than readers keep showing such a row before they reload it. */
const followedMs = 12_000
/** Long enough to leave room for other reads; short enough for a row to be correct within a second. */
const everyMs = 250
const mostFollowed = 100

interface Departed {
  packet: Packet
  leftAt: number
}

export class Departures {
  /** Oldest departure first. */
  readonly #followed = new Map<string, Departed>()
  #readAt = 0

  /** Notes which packets have left the page, and drops those that are on it again, or are too old or too many. */
  note(before: readonly Packet[], page: readonly Packet[], now: number): void {
    const onPage = new Set(page.map(({ id }) => id))
    for (const packet of before) {
      if (!onPage.has(packet.id) && !isFinal(packet)) this.#followed.set(packet.id, { packet, leftAt: now })
    }
    for (const [id, { leftAt }] of this.#followed) {
      const tooMany = this.#followed.size > mostFollowed
      if (onPage.has(id) || tooMany || now - leftAt > followedMs) this.#followed.delete(id)
    }
  }

  /** The followed packets that have changed since they were last seen. */
  async changed(now: number): Promise<Packet[]> {
    if (this.#followed.size === 0 || now - this.#readAt < everyMs) return []
    this.#readAt = now
    const found = await readPackets([...this.#followed.keys()])
    return found.filter((packet) => this.#isNews(packet))
  }

  #isNews(packet: Packet): boolean {
    const departed = this.#followed.get(packet.id)
    if (departed === undefined) return false
    const isNews = JSON.stringify(departed.packet) !== JSON.stringify(packet)
    if (isFinal(packet)) this.#followed.delete(packet.id)
    else this.#followed.set(packet.id, { ...departed, packet })
    return isNews
  }
}
