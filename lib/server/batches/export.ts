/** A batch's results and faults as CSV, streamed. */
import 'server-only'
import type { RowFault } from '@/lib/contract/batch'
import type { Packet } from '@/lib/packet/packet'
import { csv } from '@/lib/server/http/download'
import { callStore } from '@/lib/server/store'
import { type FaultPlace, listFaults, listRows } from '@/lib/store/batch-rows'
import { type PageRequest, pages } from '@/lib/store/page'
import { requireBatch } from './read'

const mostAtOnce = 1_000

/** @throws ApiError BATCH_NOT_FOUND, STORE_UNREACHABLE */
export async function exportResults(id: string): Promise<Response> {
  await requireBatch(id)
  return csv(`${id}-results.csv`, resultColumns, resultsOf(id))
}

/** @throws ApiError BATCH_NOT_FOUND, STORE_UNREACHABLE */
export async function exportFaults(id: string): Promise<Response> {
  await requireBatch(id)
  return csv(`${id}-faults.csv`, ['line', 'field', 'code', 'reason'], faultsOf(id))
}

const resultColumns = [
  'line',
  'id',
  'source',
  'destination',
  'status',
  'deliveredBy',
  'attempts',
  'reasonCode',
  'reason',
  'createdAt',
  'endedAt',
] as const

async function* resultsOf(id: string): AsyncGenerator<Record<(typeof resultColumns)[number], unknown>[]> {
  for (let afterLine = 0; ; ) {
    const rows = await callStore((db) => listRows(db, id, { limit: mostAtOnce, afterLine }))
    yield rows.map(resultOf)
    const last = rows.at(-1)?.batch?.line
    if (last === undefined || rows.length < mostAtOnce) return
    afterLine = last
  }
}

function resultOf(packet: Packet) {
  const { id, source, destination, status, deliveredBy, attempts, reasonCode, reason, createdAt, endedAt } =
    packet
  const told = { status, deliveredBy, attempts: attempts.length, reasonCode, reason, createdAt, endedAt }
  return { line: packet.batch?.line ?? null, id, source, destination, ...told }
}

function faultsOf(id: string): AsyncGenerator<RowFault[]> {
  const read = (request: PageRequest<FaultPlace>) => callStore((db) => listFaults(db, id, request))
  return pages(read, mostAtOnce)
}
