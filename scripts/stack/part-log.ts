// What a part prints: all of it in a file, the last lines in memory to show when the part fails.
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const KEPT_LINES = 400
const ROTATE_BYTES = 10 * 1024 * 1024

function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > ROTATE_BYTES) renameSync(file, `${file}.1`)
}

export class PartLog {
  readonly #kept: string[] = []
  readonly #onLine: ((line: string) => void) | undefined
  #stream: WriteStream | null = null

  constructor(
    readonly file: string,
    onLine?: (line: string) => void,
  ) {
    this.#onLine = onLine
  }

  /** Takes the lines of one output stream until it ends. */
  follow(output: Readable): void {
    this.open()
    createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) =>
      this.#take(line),
    )
  }

  lastLines(count = KEPT_LINES): string[] {
    return this.#kept.slice(-count)
  }

  /** Lines of an earlier run would be taken for this one's. */
  forget(): void {
    this.#kept.length = 0
  }

  async close(): Promise<void> {
    const stream = this.#stream
    this.#stream = null
    if (stream) await new Promise<void>((done) => stream.end(done))
  }

  /** @throws what the system says when its folder cannot be made */
  open(): void {
    if (this.#stream) return
    mkdirSync(dirname(this.file), { recursive: true })
    rotate(this.file)
    this.#stream = createWriteStream(this.file, { flags: 'a', mode: 0o600 })
    // A full disk must not take the supervisor down with it; the last lines in memory remain.
    this.#stream.on('error', () => {})
  }

  #take(line: string): void {
    this.#kept.push(line)
    if (this.#kept.length > KEPT_LINES) this.#kept.shift()
    this.#stream?.write(`${line}\n`)
    this.#onLine?.(line)
  }
}
