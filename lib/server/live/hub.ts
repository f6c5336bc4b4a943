/**
 * All open streams of the process. Whatever viewers watch is read once for all of them, and not at all while there
 * are no viewers.
 */
import 'server-only'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { attention, listKey, statusCounts } from '@/lib/server/packets/counts'
import { processWide } from '@/lib/server/process-wide'
import type { SharedRead } from '@/lib/server/shared-read'
import { Audience } from './audience'
import { BoardWatch } from './board-watch'
import { getHealth } from './health'
import { ListWatch } from './list-watch'
import { PacketWatch } from './packet-watch'
import { Pulse } from './pulse'
import { Viewer } from './viewer'

interface Watch {
  readonly audience: Audience
  run(): Promise<void>
  stop(): void
}

const heartbeatMs = 10_000
const healthMs = 1500
const countsMs = 1000
/** A list is read at most this often, and less often where many lists are watched. */
const listPollMs = 100
const listPollShareMs = 20

class Hub {
  readonly #packets = new Map<string, Watch>()
  readonly #lists = new Map<string, Watch>()
  readonly #everyone = new Audience()
  readonly #listViewers = new Audience()
  readonly #heartbeats = new Pulse(heartbeatMs, () => this.#everyone.each((viewer) => viewer.beat()))
  readonly #health = new Pulse(healthMs, () => this.#tellHealth())
  readonly #counts = new Pulse(countsMs, () => this.#tellCounts())
  #closed = false

  get viewers(): number {
    return this.#everyone.size
  }

  /** How many packets and lists are watched for the viewers. */
  get watched(): { packets: number; lists: number } {
    return { packets: this.#packets.size, lists: this.#lists.size }
  }

  /** True when the packet is being watched, which implies that it was in flight. */
  isWatched(packetId: string): boolean {
    return this.#packets.has(packetId)
  }

  /** @throws ApiError TOO_MANY_VIEWERS, NOT_READY */
  openPacket(id: string): Viewer {
    return this.#open(this.#packets, id, () => new PacketWatch(id), [this.#everyone])
  }

  /** @throws ApiError TOO_MANY_VIEWERS, NOT_READY */
  openList(filter: PacketFilter): Viewer {
    const intervalMs = () => Math.max(listPollMs, this.#lists.size * listPollShareMs)
    const make = () => new ListWatch(filter, intervalMs)
    return this.#open(this.#lists, listKey(filter), make, [this.#everyone, this.#listViewers])
  }

  /** The live board counts as a list. @throws ApiError TOO_MANY_VIEWERS, NOT_READY */
  openBoard(): Viewer {
    return this.#open(this.#lists, 'board', () => new BoardWatch(), [this.#everyone])
  }

  /** Ends every stream, so that the server can stop. Readers reconnect to the next process. */
  close(): void {
    this.#closed = true
    this.#everyone.each((viewer) => viewer.close())
  }

  #open(watches: Map<string, Watch>, key: string, make: () => Watch, others: Audience[]): Viewer {
    this.#refuseTooMany()
    const watch = watches.get(key) ?? this.#begin(watches, key, make())
    // Join the watch last: it may end the viewer at once, and the viewer must not join another audience after that.
    const audiences = [...others, watch.audience]
    const viewer = new Viewer((closed) => {
      for (const audience of audiences) audience.leave(closed)
      if (watch.audience.size === 0) this.#drop(watches, key, watch)
      this.#restIfAlone()
    })
    for (const audience of audiences) audience.join(viewer)
    this.#heartbeats.start()
    this.#health.start()
    if (this.#listViewers.size > 0) this.#counts.start()
    return viewer
  }

  #begin(watches: Map<string, Watch>, key: string, watch: Watch): Watch {
    watches.set(key, watch)
    void watch.run().finally(() => this.#drop(watches, key, watch))
    return watch
  }

  #drop(watches: Map<string, Watch>, key: string, watch: Watch): void {
    watch.stop()
    if (watches.get(key) === watch) watches.delete(key)
  }

  #refuseTooMany(): void {
    if (this.#closed) throw new ApiError('NOT_READY', 'This process is stopping. Try again in a moment.')
    if (this.viewers < settings().maxViewers) return
    const detail = `${this.viewers} live views are open already. Reload from time to time instead.`
    throw new ApiError('TOO_MANY_VIEWERS', detail, { headers: { 'Retry-After': '30' } })
  }

  #restIfAlone(): void {
    if (this.#listViewers.size === 0) this.#counts.stop()
    if (this.viewers > 0) return
    this.#heartbeats.stop()
    this.#health.stop()
  }

  async #tellHealth(): Promise<void> {
    this.#everyone.tell('health', await getHealth())
  }

  async #tellCounts(): Promise<void> {
    await this.#tellListViewers('counts', statusCounts())
    await this.#tellListViewers('attention', attention())
  }

  async #tellListViewers<T>(event: 'counts' | 'attention', read: SharedRead<T>): Promise<void> {
    const value = await read.fresh().catch(() => null)
    if (value !== null) this.#listViewers.tell(event, value)
  }
}

export const hub = processWide('hub', () => new Hub())
