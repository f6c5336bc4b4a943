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

const recalledEntry = z.object({
  type: z.literal('recalled'),
  provider: z.string(),
  packetId: z.string(),
  attempt: z.int(),
  /** What was owed and is not any more. */
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

export interface Restored {
  /** Oldest first. */
  taken: TakenHandOver[]
  recalled: RecalledAttempt[]
  pending: PendingReceipt[]
  /** Lines that could not be read, such as the last one when the process was killed while writing it. */
  unreadable: number
}

/** Reads the journal; one that does not exist is empty. */
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

/** Names one hand-over among those of all providers. */
export function handOverKey(provider: string, handOver: string): string {
  return JSON.stringify([provider, handOver])
}

/** Everything still of use, as entries. A receipt outlasts the memory of its hand-over, which is bounded. */
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
