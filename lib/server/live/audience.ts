/** The viewers of one thing, and the newest update of each kind for those who join later. */
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

  /** What was told to those who have all left is no news for who comes next. */
  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer)
    if (this.#viewers.size === 0 && this.#last === null) this.#latest.clear()
  }

  /** Tells a state that is complete in itself to those that do not know it yet. */
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

  /** Nothing comes after this update, neither for present viewers nor for later ones. */
  end(update: Update): void {
    this.#last = update
    for (const viewer of [...this.#viewers]) viewer.end(update)
  }

  each(visit: (viewer: Viewer) => void): void {
    for (const viewer of [...this.#viewers]) visit(viewer)
  }
}
