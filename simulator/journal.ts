/** The journal's entries, how they are read back, and how they are written. Reading an entry twice changes nothing. */
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { type PendingReceipt, pendingReceipt } from './receipt'

const takenEntry = z.object({
  type: z.literal('taken'),
  provider: z.string(),
  handOver: z.string(),
  status: z.int(),
  receipts: z.array(pendingReceipt),
})

const recalledEntry = z.object({
  type: z.literal('recalled'),
  provider: z.string(),
  packetId: z.string(),
  attempt: z.int(),
  /** The ids of receipts that were owed and are withdrawn. */
  receipts: z.array(z.string()),
})

const journalEntry = z.discriminatedUnion('type', [
  takenEntry,
  recalledEntry,
  z.object({ type: z.literal('ended'), receipt: z.string() }),
])

export type JournalEntry = z.infer<typeof journalEntry>

type TakenEntry = z.infer<typeof takenEntry>

export type TakenHandOver = Pick<TakenEntry, 'provider' | 'handOver' | 'status'>

export type RecalledAttempt = Pick<z.infer<typeof recalledEntry>, 'provider' | 'packetId' | 'attempt'>

interface Restored {
  /** Oldest first. */
  taken: TakenHandOver[]
  recalled: RecalledAttempt[]
  pending: PendingReceipt[]
  /** Lines that could not be read, such as a last line that was being written when the process was killed. */
  unreadable: number
}

/** Reads the journal; a missing file counts as empty. */
export async function readJournal(path: string): Promise<Restored> {
  const known: Known = { taken: new Map(), recalled: [], pending: new Map() }
  let unreadable = 0
  for await (const line of linesOf(path)) {
    const entry = parseLine(line)
    if (entry === null) unreadable += 1
    else learn(known, entry)
  }
  const { taken, recalled, pending } = known
  return { taken: [...taken.values()], recalled, pending: [...pending.values()], unreadable }
}

interface Known {
  taken: Map<string, TakenHandOver>
  recalled: RecalledAttempt[]
  pending: Map<string, PendingReceipt>
}

function learn({ taken, recalled, pending }: Known, entry: JournalEntry): void {
  switch (entry.type) {
    case 'taken': {
      const { provider, handOver, status, receipts } = entry
      const key = handOverKey(provider, handOver)
      if (taken.has(key)) return
      taken.set(key, { provider, handOver, status })
      for (const receipt of receipts) pending.set(receipt.id, receipt)
      return
    }
    case 'recalled': {
      const { receipts, provider, packetId, attempt } = entry
      recalled.push({ provider, packetId, attempt })
      for (const id of receipts) pending.delete(id)
      return
    }
    case 'ended':
      pending.delete(entry.receipt)
  }
}

/** A key that is unique among the hand-overs of all providers. */
export function handOverKey(provider: string, handOver: string): string {
  return JSON.stringify([provider, handOver])
}

/** Everything still needed, as entries. A pending receipt may outlast the bounded memory of its hand-over. */
export function snapshotOf(
  taken: Iterable<TakenHandOver>,
  pending: Iterable<PendingReceipt>,
  recalled: Iterable<RecalledAttempt> = [],
): JournalEntry[] {
  const entries = new Map<string, TakenEntry>()
  const entryOf = (entry: TakenHandOver): TakenEntry => {
    const key = handOverKey(entry.provider, entry.handOver)
    const known = entries.get(key) ?? { type: 'taken', ...entry, receipts: [] }
    entries.set(key, known)
    return known
  }
  for (const each of taken) entryOf(each)
  for (const receipt of pending) {
    const { provider, handOver } = receipt
    entryOf({ provider, handOver, status: 202 }).receipts.push(receipt)
  }
  const recalls = Array.from(recalled, (each): JournalEntry => ({ type: 'recalled', ...each, receipts: [] }))
  return [...entries.values(), ...recalls]
}

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      if (line !== '') yield line
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

function parseLine(line: string): JournalEntry | null {
  try {
    return journalEntry.parse(JSON.parse(line))
  } catch {
    return null
  }
}

interface Waiting {
  line: string
  written: () => void
  failed: (error: unknown) => void
}

/** Owner only, because receipts contain tokens. */
const ownerOnly = 0o600
const linesBeforeRewrite = 50_000

/**
 * Taken hand-overs and owed receipts. They are on disk before a hand-over is answered, so that a killed process loses
 * none. A single writer appends in batches, and rewrites the file when most of it is history.
 */
export class Journal {
  readonly #path: string
  readonly #snapshot: () => JournalEntry[]
  #file: FileHandle | null = null
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  #lines = 0
  #rewriteAt = linesBeforeRewrite
  #torn = false

  /** `snapshot` returns what is still needed, whenever the file is rewritten. */
  constructor(path: string, snapshot: () => JournalEntry[]) {
    this.#path = path
    this.#snapshot = snapshot
  }

  /** Replaces the file by what is still needed. Entries that were appended earlier wait for this. */
  async open(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    await this.#rewrite()
    this.#wake()
  }

  /** Resolves once the entry is in the file, so that it survives the end of the process. */
  append(entry: JournalEntry): Promise<void> {
    const line = `${JSON.stringify(entry)}\n`
    return new Promise((written, failed) => {
      this.#waiting.push({ line, written, failed })
      this.#wake()
    })
  }

  /** Drops history at the next write. Called when the state was reset. */
  forget(): void {
    this.#rewriteAt = 0
    this.#wake()
  }

  /** Writes the waiting entries, then closes the file. */
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
    // After a write that failed half-way, start a new line, so that the next entry is not appended to the torn one.
    const start = this.#torn ? '\n' : ''
    this.#torn = true
    await this.#file?.appendFile(start + lines.join(''))
    this.#torn = false
    this.#lines += lines.length
  }

  /**
   * Yields first: callers that were just told that their entry is written must update their state before the snapshot
   * is made.
   */
  async #rewriteInTurn(): Promise<void> {
    await setImmediate()
    await this.#rewrite()
  }

  async #rewrite(): Promise<void> {
    const lines = this.#snapshot().map((entry) => `${JSON.stringify(entry)}\n`)
    const draft = `${this.#path}.new`
    const file = await open(draft, 'w', ownerOnly)
    try {
      // A left-over draft keeps the mode that it had.
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
