/** Receipts as the API shows them: those that no packet took, and all receipts of one packet. */
import 'server-only'
import { z } from 'zod'
import type {
  KeptReceipt,
  KeptReceiptFilter,
  KeptReceiptPage,
  KeptReceiptQuery,
  PacketReceiptQuery,
  PacketReceipts,
  ReceiptEvidence,
} from '@/lib/contract/kept-receipt'
import { mostCounted } from '@/lib/contract/paging'
import { numberedTimePlace, readCountedPage } from '@/lib/server/cursor'
import { processWide } from '@/lib/server/process-wide'
import { SharedReads } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import {
  countKept,
  countReceiptsOf,
  listKept,
  listReceiptsOf,
  type StoredReceipt,
} from '@/lib/store/receipt-list'
import { tally } from './tally'

const maxAgeMs = 1000
const maxShared = 200

type Listed = Omit<KeptReceiptPage, 'tally'>

const totals = processWide('kept-receipt-totals', () => new SharedReads<number>(maxAgeMs, maxShared))
const firstPages = processWide('kept-receipts', () => new SharedReads<Listed>(maxAgeMs, maxShared))

/** @throws ApiError BAD_CURSOR, STORE_UNREACHABLE */
export async function listKeptReceipts(query: KeptReceiptQuery): Promise<KeptReceiptPage> {
  const { cursor, limit, ...filter } = query
  const listed = cursor === undefined ? await firstPage(filter, limit) : await readKept(filter, limit, cursor)
  return { ...listed, tally: tally().read() }
}

/** Open pages poll this repeatedly, so they share one read. */
function firstPage(filter: KeptReceiptFilter, limit: number): Promise<Listed> {
  const key = JSON.stringify([scopeOf(filter), limit])
  return firstPages()
    .of(key, () => readKept(filter, limit))
    .fresh()
}

async function readKept(filter: KeptReceiptFilter, limit: number, cursor?: string): Promise<Listed> {
  const scope = scopeOf(filter)
  const page = await readCountedPage(
    { scope, place: numberedTimePlace, cursor, limit },
    (request) => callStore((db) => listKept(db, filter, request)),
    totals()
      .of(scope, () => callStore((db) => countKept(db, filter, mostCounted + 1)))
      .recent(),
  )
  return { ...page, items: page.items.flatMap((row) => keptOf(row) ?? []) }
}

function scopeOf({ provider, reason, packet }: KeptReceiptFilter): string {
  return `receipts ${JSON.stringify([provider, reason, packet])}`
}

/** In the order they came. @throws ApiError BAD_CURSOR, STORE_UNREACHABLE */
export async function receiptsOf(
  packetId: string,
  { cursor, limit }: PacketReceiptQuery,
): Promise<PacketReceipts> {
  const page = await readCountedPage(
    { scope: `receipts of ${packetId}`, place: receiptPlace, cursor, limit },
    (request) => callStore((db) => listReceiptsOf(db, packetId, request)),
    callStore((db) => countReceiptsOf(db, packetId, mostCounted + 1)),
  )
  return { ...page, items: page.items.map(evidenceOf) }
}

const receiptPlace = z.object({ id: z.int() })

function keptOf(row: StoredReceipt): KeptReceipt | null {
  return row.keptReason === null ? null : { ...evidenceOf(row), reason: row.keptReason }
}

function evidenceOf(row: StoredReceipt): ReceiptEvidence {
  const { id, reason: why, keptReason: reason, receivedAt, untold: _, storedAt: __, ...facts } = row
  return { ...facts, id: String(id), why, reason, receivedAt: receivedAt.toISOString() }
}
