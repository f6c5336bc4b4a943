// Compares every receipt that the simulated carriers promised with what became of it in the end.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type KeptReceipt, keptReceiptPage } from '@/lib/contract/kept-receipt'
import { apiPath } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'

const taken = z.object({
  type: z.literal('taken'),
  provider: z.string(),
  /** The `webhook-id`: packet and attempt. */
  handOver: z.string(),
  receipts: z.array(z.object({ id: z.string(), dueAt: z.number(), forged: z.boolean() })),
})

/** A packet that was stopped by a recall, and the ids of the receipts that will therefore not be sent. */
const recalled = z.object({ type: z.literal('recalled'), receipts: z.array(z.string()) })

/** A hand-over that a simulated carrier accepted, with the receipts that it promised; times in milliseconds. */
export interface Note extends z.infer<typeof taken> {
  packetId: string
  attempt: number
}

/** The simulator's records. Complete only if it never stopped, because it drops old records when it starts. */
export async function readNotes(dataDir: string): Promise<Note[]> {
  const text = await readFile(join(dataDir, 'simulator', 'receipts.jsonl'), 'utf8')
  const entries = text
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line))
  const withdrawn = new Set(entries.flatMap((entry) => recalled.safeParse(entry).data?.receipts ?? []))
  return entries.flatMap((entry) => {
    const { data } = taken.safeParse(entry)
    if (data === undefined) return []
    return noteOf({ ...data, receipts: data.receipts.filter(({ id }) => !withdrawn.has(id)) })
  })
}

function noteOf(entry: z.infer<typeof taken>): Note {
  const dot = entry.handOver.lastIndexOf('.')
  const attempt = Number(entry.handOver.slice(dot + 1))
  return { ...entry, packetId: entry.handOver.slice(0, dot), attempt }
}

/** Pairs of provider and packet where the provider was handed the packet under several `webhook-id`s. */
export function handedOverTwice(notes: readonly Note[]): string[] {
  const idsByPacket = new Map<string, Set<string>>()
  for (const { provider, packetId, handOver } of notes) {
    const key = `${provider} ${packetId}`
    idsByPacket.set(key, (idsByPacket.get(key) ?? new Set()).add(handOver))
  }
  return [...idsByPacket].filter(([, ids]) => ids.size > 1).map(([key]) => key)
}

/** All kept receipts. */
export async function keptReceipts(url: string): Promise<KeptReceipt[]> {
  const kept: KeptReceipt[] = []
  let cursor: string | null = null
  do {
    const query: string = new URLSearchParams({ limit: '200', ...(cursor !== null && { cursor }) }).toString()
    const response = await fetch(`${url}${apiPath('/api/receipts')}?${query}`)
    const page = keptReceiptPage.parse(await response.json())
    kept.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return kept
}

/** The attempt that a hand-over belongs to; `packets` is keyed by id. */
export function attemptOf(packets: ReadonlyMap<string, Packet>, { packetId, attempt }: Note) {
  return packets.get(packetId)?.attempts.find(({ number }) => number === attempt)
}

/**
 * Whether each genuine receipt of a hand-over is recorded. The first is stored with the attempt or, when it came
 * after the settling time, kept, but never both. A copy is kept or counted with the attempt. A forged one must leave
 * no trace.
 */
export function isAccountedFor(
  note: Note,
  packets: ReadonlyMap<string, Packet>,
  kept: readonly KeptReceipt[],
): boolean {
  const attempt = attemptOf(packets, note)
  if (attempt === undefined) return false
  const genuine = note.receipts.filter(({ forged }) => !forged)
  const keptOfIt = genuine.filter(({ id }) => kept.some(({ webhookId }) => webhookId === id)).length
  const recorded = attempt.receipt === null ? 0 : 1
  if (genuine.length < 2) return recorded + keptOfIt === genuine.length
  // A copy whose answer was lost is sent and counted again, so the sum may be larger.
  return recorded + keptOfIt + attempt.duplicates >= genuine.length
}
