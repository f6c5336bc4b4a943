/** The viewers of one thing, and the newest update of each kind for those who join later. */
import 'server-only'
import type { EventName, Update } from './update'
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

  leave(viewer: Viewer): void {
    this.#viewers.delete(viewer)
  }

  broadcast(update: Update): void {
    this.#latest.set(update.event, update)
    for (const viewer of this.#viewers) viewer.send(update)
  }

  /** Nothing comes after this update, for whoever is here and whoever still joins. */
  end(update: Update): void {
    this.#last = update
    for (const viewer of [...this.#viewers]) viewer.end(update)
  }

  each(visit: (viewer: Viewer) => void): void {
    for (const viewer of [...this.#viewers]) visit(viewer)
  }
}
