/** Follows the live board for all its viewers: reads it once for all of them, and sends only what has changed. */
import 'server-only'
import { type Board, board, boardChange, wholeBoard } from '@/lib/server/packets/board'
import { Audience } from './audience'
import { readAgain } from './read-again'
import { changeUpdate } from './update'

/** A few times a second; the eye cannot follow more. */
const everyMs = 250

export class BoardWatch {
  readonly audience = new Audience()
  readonly #stop = new AbortController()
  #told: Board | null = null

  stop(): void {
    this.#stop.abort()
  }

  async run(): Promise<void> {
    const read = async () => this.#tell(await board().refresh())
    await readAgain({ failed: 'the live board failed', intervalMs: () => everyMs, read }, this.#stop.signal)
  }

  #tell(now: Board): void {
    const change = this.#told === null ? wholeBoard(now) : boardChange(this.#told, now)
    this.#told = now
    if (change !== null) this.audience.broadcast(changeUpdate('board', change, () => wholeBoard(now)))
  }
}
