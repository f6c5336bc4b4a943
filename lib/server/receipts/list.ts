/** Pages of kept receipts from visibility, and what this process has counted. */
import 'server-only'
import {
  type KeptReceipt,
  type KeptReceiptFilter,
  type KeptReceiptPage,
  type KeptReceiptQuery,
  keptReceiptRecord,
} from '@/lib/contract/kept-receipt'
import { keptReceiptMemo, keptReceiptType } from '@/lib/contract/workflows'
import { badCursor, fromCursor, toCursor } from '@/lib/server/cursor'
import { processWide } from '@/lib/server/process-wide'
import { SharedReads } from '@/lib/server/shared-reads'
import { isInvalidArgument } from '@/lib/server/temporal/errors'
import { type ExecutionInfo, memoEntry } from '@/lib/server/temporal/execution-info'
import { all, term } from '@/lib/server/temporal/query'
import { countWorkflows, listWorkflows } from '@/lib/server/temporal/visibility'
import { tally } from './tally'

const maxAgeMs = 1000
const maxShared = 200

type Listed = Omit<KeptReceiptPage, 'tally'>

const firstPages = processWide('kept-receipts', () => new SharedReads<Listed>(maxAgeMs, maxShared))

/** @throws ApiError BAD_CURSOR, TEMPORAL_UNREACHABLE */
export async function listKeptReceipts(query: KeptReceiptQuery): Promise<KeptReceiptPage> {
  const { cursor, limit, ...filter } = query
  const listed = cursor === undefined ? await firstPage(filter, limit) : await readPage(filter, limit, cursor)
  return { ...listed, tally: tally().read() }
}

/** Every open page asks again and again; they share what is read. */
function firstPage(filter: KeptReceiptFilter, limit: number): Promise<Listed> {
  const key = JSON.stringify([scopeOf(filter), limit])
  const page = firstPages().of(key, () => readPage(filter, limit))
  return page.fresh()
}

async function readPage(filter: KeptReceiptFilter, pageSize: number, cursor?: string): Promise<Listed> {
  const query = queryOf(filter)
  const scope = scopeOf(filter)
  const pageToken = cursor === undefined ? null : fromCursor(cursor, scope)
  try {
    const { executions, next } = await listWorkflows(query, pageSize, pageToken)
    const items = executions.flatMap(receiptOf)
    const total = Math.max(await countWorkflows(query), items.length)
    return { items, nextCursor: toCursor(next, scope), total }
  } catch (error) {
    if (pageToken !== null && isInvalidArgument(error)) throw badCursor(error)
    throw error
  }
}

function queryOf({ provider, reason, packet }: KeptReceiptFilter): string {
  return all(
    term('WorkflowType', '=', keptReceiptType),
    provider && term('CurrentRouteProvider', '=', provider),
    reason && term('ReceiptReason', '=', reason),
    packet && term('ReceiptPacket', '=', packet),
  )
}

function scopeOf({ provider, reason, packet }: KeptReceiptFilter): string {
  return `receipts ${JSON.stringify([provider, reason, packet])}`
}

function receiptOf(info: ExecutionInfo): KeptReceipt[] {
  const record = memoEntry(info, keptReceiptMemo, keptReceiptRecord)
  return record === null ? [] : [{ ...record, id: info.execution?.workflowId ?? '' }]
}
