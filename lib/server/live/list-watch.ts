/**
 * Follows the first page of one filtered list for all its viewers: reads it once for all of them, and sends only what
 * has changed.
 */
import 'server-only'
import type { PacketFilter, PacketPage } from '@/lib/contract/packet-list'
import { usualPageSize } from '@/lib/contract/paging'
import type { ListChange } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { recentBatch } from '@/lib/server/batches/read'
import { listPackets } from '@/lib/server/packets/read'
import { Audience } from './audience'
import { Departures } from './departures'
import { readAgain } from './read-again'
import { changeUpdate } from './update'

export class ListWatch {
  readonly audience = new Audience()
  readonly #filter: PacketFilter
  readonly #intervalMs: () => number
  readonly #stop = new AbortController()
  readonly #departures = new Departures()
  #page: PacketPage | null = null
  #rows = new Map<string, string>()

  /** @param intervalMs called before each pause, since the interval depends on how many lists are watched */
  constructor(filter: PacketFilter, intervalMs: () => number) {
    this.#filter = filter
    this.#intervalMs = intervalMs
  }

  stop(): void {
    this.#stop.abort()
  }

  async run(): Promise<void> {
    const read = async (startedAt: number) => {
      const page = await listPackets({ ...this.#filter, limit: usualPageSize })
      this.#noteDepartures(page, startedAt)
      this.#show(page, await this.#departures.changed(startedAt))
      await this.#showBatch()
    }
    await readAgain({ failed: 'a live list failed', intervalMs: this.#intervalMs, read }, this.#stop.signal)
  }

  /** If the whole list fits on the page, readers themselves drop the rows that have left it, so none is followed. */
  #noteDepartures(page: PacketPage, now: number): void {
    const isFull = page.total > page.items.length
    this.#departures.note(isFull ? (this.#page?.items ?? []) : [], page.items, now)
  }

  async #showBatch(): Promise<void> {
    const { batch } = this.#filter
    if (batch !== undefined) this.audience.tell('batch', await recentBatch(batch))
  }

  #show(page: PacketPage, departed: readonly Packet[]): void {
    const rows = new Map(page.items.map((packet) => [packet.id, JSON.stringify(packet)]))
    const onPage = page.items.filter(({ id }) => rows.get(id) !== this.#rows.get(id))
    const changed = [...onPage, ...departed]
    if (changed.length === 0 && this.#page !== null && sameOrder(page, this.#page)) return
    this.#page = page
    this.#rows = rows
    const whole = () => changeOf(page, page.items)
    this.audience.broadcast(changeUpdate('list', changeOf(page, changed), whole))
  }
}

function changeOf(page: PacketPage, changed: Packet[]): ListChange {
  return { order: page.items.map(({ id }) => id), changed, total: page.total }
}

function sameOrder(one: PacketPage, other: PacketPage): boolean {
  if (one.total !== other.total || one.items.length !== other.items.length) return false
  return one.items.every(({ id }, index) => other.items[index]?.id === id)
}
