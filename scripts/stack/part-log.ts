// The output of a part: all of it goes to a file, and the last lines stay in memory to be shown when the part fails.
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const KEPT_LINES = 400
const REOPEN_MS = 1000
const ROTATE_BYTES = 10 * 1024 * 1024

function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > ROTATE_BYTES) renameSync(file, `${file}.1`)
}

export class PartLog {
  readonly #kept: string[] = []
  readonly #onLine: ((line: string) => void) | undefined
  #stream: WriteStream | null = null
  /** When the last stream failed; null while none has. */
  #failedAt: number | null = null

  constructor(
    readonly file: string,
    onLine?: (line: string) => void,
  ) {
    this.#onLine = onLine
  }

  /** Records the lines of one output stream until it ends. */
  follow(output: Readable): void {
    this.open()
    createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) =>
      this.#take(line),
    )
  }

  lastLines(count = KEPT_LINES): string[] {
    return this.#kept.slice(-count)
  }

  /** Drops the kept lines, so that those of an earlier run are not taken for this one's. */
  forget(): void {
    this.#kept.length = 0
  }

  async close(): Promise<void> {
    const stream = this.#stream
    this.#stream = null
    this.#failedAt = null
    if (stream) await new Promise<void>((done) => stream.end(done))
  }

  /** @throws the system's error when its folder cannot be made */
  open(): void {
    if (this.#stream) return
    mkdirSync(dirname(this.file), { recursive: true })
    rotate(this.file)
    const stream = createWriteStream(this.file, { flags: 'a', mode: 0o600 })
    // A full disk must not end the supervisor: the last lines stay in memory, and writing is tried again later.
    stream.on('error', () => {
      if (this.#stream === stream) this.#stream = null
      this.#failedAt = performance.now()
    })
    this.#stream = stream
  }

  #take(line: string): void {
    this.#kept.push(line)
    if (this.#kept.length > KEPT_LINES) this.#kept.shift()
    this.#reopen()
    this.#stream?.write(`${line}\n`)
    this.#onLine?.(line)
  }

  /** Opens the file again, because a stream that has failed never writes again, even once there is room. */
  #reopen(): void {
    if (this.#failedAt === null || performance.now() - this.#failedAt < REOPEN_MS) return
    this.#failedAt = null
    try {
      this.open()
    } catch {
      this.#failedAt = performance.now()
    }
  }
}
