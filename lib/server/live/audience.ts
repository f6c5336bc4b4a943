/** The viewers of one thing, and the newest update of each kind, which later viewers get when they join. */
import 'server-only'
import { completeUpdate, type EventName, type Update } from './update'
import type { Viewer } from './viewer'

export class Audience {
  readonly #viewers = new Set<Viewer>()
  readonly #latest = new Map<EventName, Update>()
  #last: Update | null = null

  get size(): number {
    return this.#viewers.size
  }

  join(viewer: Viewer): void {
    for (const update of this.#latest.values()) viewer.send({ ...update, bytes: update.whole() })
    if (this.#last === null) this.#viewers.add(viewer)
    else viewer.end(this.#last)
  }

  /** Forgets the updates once the last viewer has left: they may be outdated when the next one joins. */
  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer)
    if (this.#viewers.size === 0 && this.#last === null) this.#latest.clear()
  }

  /** Broadcasts a complete state, unless it equals the last one. */
  tell(event: EventName, state: unknown, id?: string): void {
    if (this.size === 0) return
    const update = completeUpdate(event, state, id)
    const known = this.#latest.get(event)
    if (known === undefined || Buffer.compare(known.bytes, update.bytes) !== 0) this.broadcast(update)
  }

  broadcast(update: Update): void {
    this.#latest.set(update.event, update)
    for (const viewer of this.#viewers) viewer.send(update)
  }

  /** Sends the last update and ends all streams. Viewers that join later get it too. */
  end(update: Update): void {
    this.#last = update
    for (const viewer of [...this.#viewers]) viewer.end(update)
  }

  each(visit: (viewer: Viewer) => void): void {
    for (const viewer of [...this.#viewers]) visit(viewer)
  }
}
