/**
 * What operators do with a batch. Its state in the store is authoritative; its workflow is only told to read the
 * store again.
 */
import 'server-only'
import type { Batch } from '@/lib/contract/batch'
import { batchWorkflowId } from '@/lib/contract/workflows'
import { ApiError } from '@/lib/server/api-error'
import { newId } from '@/lib/server/packets/new-packet'
import { callStore, store } from '@/lib/server/store'
import { tellNow } from '@/lib/server/tell-job'
import { listFailedRows, storeRows } from '@/lib/store/batch-rows'
import {
  finishUpload,
  openBatch,
  pauseBatch,
  resumeBatch,
  type StoredBatch,
  stopBatch,
} from '@/lib/store/batches'
import type { Database } from '@/lib/store/store'
import { getBatch, requireBatch } from './read'

/** No further row begins. @throws ApiError BATCH_NOT_FOUND, BATCH_STATE, STORE_UNREACHABLE */
export function pause(id: string): Promise<Batch> {
  return change(id, pauseBatch, 'paused')
}

/** @throws ApiError BATCH_NOT_FOUND, BATCH_STATE, STORE_UNREACHABLE */
export function resume(id: string): Promise<Batch> {
  return change(id, resumeBatch, 'resumed')
}

/**
 * Packets that have begun run to their end, the rest are canceled.
 *
 * @throws ApiError BATCH_NOT_FOUND, BATCH_STATE, STORE_UNREACHABLE
 */
export function stop(id: string, reason: string): Promise<Batch> {
  return change(id, (db) => stopBatch(db, id, reason), 'stopped')
}

async function change(
  id: string,
  act: (db: Database, id: string) => Promise<StoredBatch | null>,
  done: string,
): Promise<Batch> {
  const changed = await callStore((db) => act(db, id), 'Look at the batch.')
  if (changed === null) {
    const { state } = await getBatch(id)
    throw new ApiError('BATCH_STATE', `It is ${state} and cannot be ${done}.`)
  }
  store().announce()
  void tellNow('batch', changed)
  return getBatch(id)
}

const mostInGroup = 500

/**
 * Sends the packets that were not delivered again, as a new batch, except those that were canceled or have expired.
 * If it is interrupted, a call with the same new id continues it.
 *
 * @throws ApiError BATCH_NOT_FOUND, BATCH_STATE, BATCH_EXISTS, STORE_UNREACHABLE
 */
export async function repeat(id: string, newBatchId: string = newId('b')): Promise<Batch> {
  const old = await requireBatch(id)
  if (old.endedAt === null)
    throw new ApiError('BATCH_STATE', 'It has not ended. Its packets may still be delivered.')
  const at = Date.now()
  const added = { id: newBatchId, name: old.name, options: old.options, repeats: id, at }
  const batch = await callStore((db) => openBatch(db, added))
  if (batch.repeats !== id)
    throw new ApiError('BATCH_EXISTS', `The id "${newBatchId}" belongs to another batch. Use another id.`)
  for (let afterLine = 0; ; ) {
    const rows = await callStore((db) => listFailedRows(db, id, { limit: mostInGroup, afterLine }))
    const last = rows.at(-1)?.batch.line
    if (last === undefined) break
    const packets = rows.map((row) => ({
      ...row,
      id: `${newBatchId}-${row.batch.line}`,
      batch: { id: newBatchId, line: row.batch.line },
      repeats: row.id,
      owner: batchWorkflowId(newBatchId),
      createdAt: at,
    }))
    const fingerprints = new Map(rows.map((row) => [row.batch.line, row.fingerprint]))
    const group = { packets, faults: [], fingerprints, firstLine: afterLine + 1, lastLine: last }
    await callStore((db) => storeRows(db, newBatchId, group), 'Try again with the same id.')
    afterLine = last
  }
  const finished = await callStore((db) => finishUpload(db, newBatchId, Date.now()))
  store().announce()
  if (finished !== null) void tellNow('batch', finished)
  return getBatch(newBatchId)
}
