/** A batch's results and faults as CSV, streamed. What a spreadsheet would take for a formula is written as text. */
import 'server-only'
import { pipeline, type Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { RowFault } from '@/lib/contract/batch'
import type { Packet } from '@/lib/packet/packet'
import { callStore } from '@/lib/server/store'
import { listFaults, listRows } from '@/lib/store/batch-rows'
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

async function* resultsOf(id: string): AsyncGenerator<Record<(typeof resultColumns)[number], unknown>> {
  for (let afterLine = 0; ; ) {
    const rows = await callStore((db) => listRows(db, id, { limit: mostAtOnce, afterLine }))
    yield* rows.map(resultOf)
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

async function* faultsOf(id: string): AsyncGenerator<RowFault> {
  let after: Parameters<typeof listFaults>[2]['after'] = null
  do {
    const page: Awaited<ReturnType<typeof listFaults>> = await callStore((db) =>
      listFaults(db, id, { limit: mostAtOnce, after }),
    )
    yield* page.items
    after = page.next
  } while (after !== null)
}

function csv(file: string, columns: readonly string[], rows: AsyncGenerator<object>): Response {
  const format = { header: true, escape_formulas: true, bom: true, record_delimiter: 'windows' } as const
  const text = pipeline(rows, stringify({ ...format, columns: [...columns] }), () => undefined)
  return new Response(streamOf(text), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      // An id has no character that would have to be escaped there.
      'Content-Disposition': `attachment; filename="${file}"`,
      'Cache-Control': 'no-store',
    },
  })
}

/** What fails breaks the answer off, so that it is not taken for whole. */
function streamOf(text: Readable): ReadableStream<Uint8Array> {
  const pieces = text[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done) controller.close()
      else controller.enqueue(Buffer.from(next.value))
    },
    cancel: () => void text.destroy(),
  })
}
