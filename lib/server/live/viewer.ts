/**
 * One open stream. Nothing here waits for its reader: while the reader is slow, only the newest update of each kind
 * is kept. A reader that takes nothing for long is disconnected.
 */
import 'server-only'
import { type EventName, heartbeat, opening, type Update } from './update'

/** Updates in the stream's queue that the reader has not taken yet. */
const maxQueued = 4

/** Consecutive heartbeats that could not be sent before the reader is disconnected. */
const maxStuck = 6

export class Viewer {
  readonly stream: ReadableStream<Uint8Array>
  readonly #missed = new Map<EventName, Update>()
  readonly #onClosed: (viewer: Viewer) => void
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  #ending = false
  #stuck = 0

  /** @param onClosed called once, when the stream has ended or its reader has gone */
  constructor(onClosed: (viewer: Viewer) => void) {
    this.#onClosed = onClosed
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
          controller.enqueue(opening)
        },
        pull: () => this.#catchUp(),
        cancel: () => this.gone(),
      },
      { highWaterMark: maxQueued },
    )
  }

  send(update: Update): void {
    if (this.#ending || this.#controller === null) return
    if (this.#missed.has(update.event) || !this.#enqueue(update.bytes)) this.#missed.set(update.event, update)
  }

  /** Sends this last update and closes, once the reader has taken what came before. */
  end(update: Update): void {
    this.send(update)
    this.#ending = true
    this.#catchUp()
  }

  beat(): void {
    if (this.#enqueue(heartbeat)) return
    this.#stuck += 1
    if (this.#stuck >= maxStuck) this.close()
  }

  close(): void {
    this.#controller?.close()
    this.gone()
  }

  /** The reader has closed the stream. */
  gone(): void {
    if (this.#controller === null) return
    this.#controller = null
    this.#missed.clear()
    this.#onClosed(this)
  }

  /** Called when the reader has taken something: sends the newest state of each kind that it missed. */
  #catchUp(): void {
    for (const [event, update] of this.#missed) {
      if (!this.#enqueue(update.whole())) return
      this.#missed.delete(event)
    }
    if (this.#ending) this.close()
  }

  /** False when the queue is full, because the reader has not taken enough. */
  #enqueue(bytes: Uint8Array): boolean {
    if ((this.#controller?.desiredSize ?? 0) <= 0) return false
    this.#controller?.enqueue(bytes)
    this.#stuck = 0
    return true
  }
}
