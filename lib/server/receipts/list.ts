/** Receipts as readers see them: those that no packet took, and all of one packet. */
import 'server-only'
import { z } from 'zod'
import type {
  KeptReceipt,
  KeptReceiptFilter,
  KeptReceiptPage,
  KeptReceiptQuery,
  ReceiptEvidence,
} from '@/lib/contract/kept-receipt'
import { mostCounted } from '@/lib/contract/paging'
import { placeInCursor, toPlaceCursor } from '@/lib/server/cursor'
import { processWide } from '@/lib/server/process-wide'
import { SharedReads } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { countKept, findReceiptsOf, listKept, type StoredReceipt } from '@/lib/store/receipt-list'
import { tally } from './tally'

const maxAgeMs = 1000
const maxShared = 200

type Listed = Omit<KeptReceiptPage, 'tally'>

const totals = processWide('kept-receipt-totals', () => new SharedReads<number>(maxAgeMs, maxShared))
const firstPages = processWide('kept-receipts', () => new SharedReads<Listed>(maxAgeMs, maxShared))

/** @throws ApiError BAD_CURSOR, STORE_UNREACHABLE */
export async function listKeptReceipts(query: KeptReceiptQuery): Promise<KeptReceiptPage> {
  const { cursor, limit, ...filter } = query
  const listed = cursor === undefined ? await firstPage(filter, limit) : await readPage(filter, limit, cursor)
  return { ...listed, tally: tally().read() }
}

/** Every open page asks again and again; they share what is read. */
function firstPage(filter: KeptReceiptFilter, limit: number): Promise<Listed> {
  const key = JSON.stringify([scopeOf(filter), limit])
  return firstPages()
    .of(key, () => readPage(filter, limit))
    .fresh()
}

async function readPage(filter: KeptReceiptFilter, limit: number, cursor?: string): Promise<Listed> {
  const scope = scopeOf(filter)
  const after = cursor === undefined ? null : placeInCursor(cursor, scope, place)
  const [rows, total] = await Promise.all([
    callStore((db) => listKept(db, filter, { limit: limit + 1, after })),
    totals()
      .of(scope, () => callStore((db) => countKept(db, filter, mostCounted + 1)))
      .recent(),
  ])
  const items = rows.slice(0, limit).flatMap((row) => keptOf(row) ?? [])
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const next = last === undefined ? null : { receivedAt: last.receivedAt.getTime(), id: last.id }
  // The count may be older than the page.
  const all = after === null && next === null ? items.length : Math.max(total, items.length)
  return { items, nextCursor: toPlaceCursor(next, scope), total: all }
}

const place = z.object({ receivedAt: z.int(), id: z.int() })

function scopeOf({ provider, reason, packet }: KeptReceiptFilter): string {
  return `receipts ${JSON.stringify([provider, reason, packet])}`
}

const mostOfPacket = 200

/** In the order they came, the first ones only where there are very many. */
export async function receiptsOf(packetId: string): Promise<ReceiptEvidence[]> {
  const rows = await callStore((db) => findReceiptsOf(db, packetId, mostOfPacket))
  return rows.map(evidenceOf)
}

function keptOf(row: StoredReceipt): KeptReceipt | null {
  return row.keptReason === null ? null : { ...evidenceOf(row), reason: row.keptReason }
}

function evidenceOf(row: StoredReceipt): ReceiptEvidence {
  const { id, reason: why, keptReason: reason, receivedAt, untold: _, storedAt: __, ...facts } = row
  return { ...facts, id: String(id), why, reason, receivedAt: receivedAt.toISOString() }
}
