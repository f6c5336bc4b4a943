/**
 * Hand-overs taken and receipts owed, on disk before a hand-over is answered, so that being killed loses none.
 * One writer appends in batches and rewrites the file when most of it is history.
 */
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { JournalEntry } from './journal-entry'

interface Waiting {
  line: string
  written: () => void
  failed: (error: unknown) => void
}

/** Tokens are inside. */
const ownerOnly = 0o600
const linesBeforeRewrite = 50_000

export class Journal {
  readonly #path: string
  readonly #snapshot: () => JournalEntry[]
  #file: FileHandle | null = null
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  #lines = 0
  #rewriteAt = linesBeforeRewrite
  #torn = false

  /** `snapshot` tells what is still of use whenever the file is rewritten. */
  constructor(path: string, snapshot: () => JournalEntry[]) {
    this.#path = path
    this.#snapshot = snapshot
  }

  /** Replaces the file by what is still of use. Entries appended earlier wait for it. */
  async open(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    await this.#rewrite()
    this.#wake()
  }

  /** Resolves once the entry would survive the process. */
  append(entry: JournalEntry): Promise<void> {
    const line = `${JSON.stringify(entry)}\n`
    return new Promise((written, failed) => {
      this.#waiting.push({ line, written, failed })
      this.#wake()
    })
  }

  /** Drops history at the next write, for when the state was thrown away. */
  forget(): void {
    this.#rewriteAt = 0
    this.#wake()
  }

  /** Writes what waits, then lets go of the file. */
  async close(): Promise<void> {
    await this.#writing
    await this.#file?.close()
    this.#file = null
  }

  #wake(): void {
    if (this.#file === null || this.#writing !== null) return
    this.#writing = this.#write().finally(() => {
      this.#writing = null
      if (this.#waiting.length > 0) this.#wake()
    })
  }

  async #write(): Promise<void> {
    do {
      const batch = this.#waiting.splice(0)
      try {
        if (this.#lines >= this.#rewriteAt) await this.#rewriteInTurn()
        await this.#appendLines(batch.map(({ line }) => line))
        for (const { written } of batch) written()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    } while (this.#waiting.length > 0)
  }

  async #appendLines(lines: string[]): Promise<void> {
    if (lines.length === 0) return
    // After a write that failed half-way, the next line must not be glued to the torn one.
    const start = this.#torn ? '\n' : ''
    this.#torn = true
    await this.#file?.appendFile(start + lines.join(''))
    this.#torn = false
    this.#lines += lines.length
  }

  /** Whoever has just been told that an entry is written must have taken it up before the snapshot is made without it. */
  async #rewriteInTurn(): Promise<void> {
    await setImmediate()
    await this.#rewrite()
  }

  async #rewrite(): Promise<void> {
    const lines = this.#snapshot().map((entry) => `${JSON.stringify(entry)}\n`)
    const draft = `${this.#path}.new`
    const file = await open(draft, 'w', ownerOnly)
    try {
      // A draft left behind keeps the mode it had.
      await file.chmod(ownerOnly)
      await file.writeFile(lines.join(''))
      await rename(draft, this.#path)
    } catch (error) {
      await file.close()
      throw error
    }
    await this.#file?.close()
    this.#file = file
    this.#lines = lines.length
    this.#torn = false
    this.#rewriteAt = Math.max(linesBeforeRewrite, lines.length * 2)
  }
}
