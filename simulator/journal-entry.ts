/** What the journal remembers, and how it is read back. Entries may repeat: reading one twice changes nothing. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { type PendingReceipt, pendingReceipt } from './receipt'

const takenEntry = z.object({
  type: z.literal('taken'),
  provider: z.string(),
  handOver: z.string(),
  status: z.int(),
  receipts: z.array(pendingReceipt),
})

const journalEntry = z.discriminatedUnion('type', [
  takenEntry,
  z.object({ type: z.literal('ended'), receipt: z.string() }),
])

export type JournalEntry = z.infer<typeof journalEntry>

type TakenEntry = z.infer<typeof takenEntry>

export type TakenHandOver = Pick<TakenEntry, 'provider' | 'handOver' | 'status'>

export interface Restored {
  /** Oldest first. */
  taken: TakenHandOver[]
  pending: PendingReceipt[]
  /** Lines that could not be read, such as the last one when the process was killed while writing it. */
  unreadable: number
}

/** Reads the journal; one that does not exist is empty. */
export async function readJournal(path: string): Promise<Restored> {
  const taken = new Map<string, TakenHandOver>()
  const pending = new Map<string, PendingReceipt>()
  let unreadable = 0
  for await (const line of linesOf(path)) {
    const entry = parseLine(line)
    if (entry === null) unreadable += 1
    else if (entry.type === 'ended') pending.delete(entry.receipt)
    else {
      const { provider, handOver, status } = entry
      const key = handOverKey(provider, handOver)
      if (taken.has(key)) continue
      taken.set(key, { provider, handOver, status })
      for (const receipt of entry.receipts) pending.set(receipt.id, receipt)
    }
  }
  return { taken: [...taken.values()], pending: [...pending.values()], unreadable }
}

/** Names one hand-over among those of all providers. */
export function handOverKey(provider: string, handOver: string): string {
  return JSON.stringify([provider, handOver])
}

/** Everything still of use, as entries. A receipt outlasts the memory of its hand-over, which is bounded. */
export function snapshotOf(
  taken: Iterable<TakenHandOver>,
  pending: Iterable<PendingReceipt>,
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
  return [...entries.values()]
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
