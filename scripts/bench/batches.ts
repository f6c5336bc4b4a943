// Measures batches: rows stored per second and the memory that storing takes, deliveries per second compared with
// those of many clients, and the hand-over time of single packets while a large batch is being delivered.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { type Batch, batchSchema } from '@/lib/contract/batch'
import { apiPath } from '@/lib/contract/paths'
import { packets } from '@/lib/store/schema'
import { type Bench, residentKb } from './bench'
import { deliverMany, handOverMs, submitMany, untilDelivered } from './deliveries'
import { atLeast, atMost, type Measured, median, round, spreadOf } from './figures'

const leastRowsPerSecond = 5_000
const mostMoreMb = 60
const mostHandOverMs = 2_000
/** Number of concurrent clients that a batch is compared with. */
const crowd = 200
const sampleMs = 50

export async function measureBatches(bench: Bench): Promise<Measured> {
  const [stored, delivered] = bench.quick ? [20_000, 1_000] : [100_000, 4_000]
  const [beside, singles] = bench.quick ? [5_000, 12] : [20_000, 60]
  const storing = await measureStoring(bench, stored)
  const rounds = []
  for (let nth = 0; nth < 3; nth++) {
    const ofClients = await deliverMany(bench, delivered, crowd)
    rounds.push({ batch: await deliverBatch(bench, delivered), clients: ofClients.deliveredPerSecond })
  }
  const ratio = median(rounds.map(({ batch, clients }) => batch / clients))
  const handOverMs = spreadOf(await handOversBeside(bench, beside, singles))
  return {
    figures: {
      batches: {
        ...storing,
        deliveredPerSecond: rounds.map(({ batch }) => round(batch)),
        deliveredPerSecondOfClients: rounds.map(({ clients }) => round(clients)),
        singleHandOverMs: handOverMs,
      },
    },
    checks: [
      atLeast('batch rows stored per second', storing.rowsPerSecond, leastRowsPerSecond),
      atMost('memory of the web process while a batch is uploaded, MB more', storing.moreMb, mostMoreMb),
      atLeast('deliveries of a batch : of 200 clients', round(ratio, 2), 1),
      atMost('hand-over of a single packet beside a batch, p95 ms', handOverMs.p95, mostHandOverMs),
    ],
  }
}

async function measureStoring(
  bench: Bench,
  rows: number,
): Promise<{ rowsPerSecond: number; moreMb: number }> {
  // Warm-up: during the first thousands of rows processes get faster and allocate the memory they need.
  await remove(bench, (await upload(bench, rows / 5)).id)
  const { pid } = bench.stack.part('web')
  if (pid === null) throw new Error('The web process does not run.')
  const before = await residentKb(pid)
  let most = before
  const uploaded = new AbortController()
  const sampling = (async () => {
    while (!uploaded.signal.aborted) {
      most = Math.max(most, await residentKb(pid))
      await pause(sampleMs)
    }
  })()
  const started = performance.now()
  const { id } = await upload(bench, rows)
  const tookMs = performance.now() - started
  uploaded.abort()
  await sampling
  await remove(bench, id)
  return { rowsPerSecond: round((rows * 1000) / tookMs), moreMb: round((most - before) / 1024) }
}

/** Uploads a generated file of `rows` rows. It is streamed in pieces, so the sender never holds all of it in memory. */
async function upload({ stack }: Bench, rows: number): Promise<Batch> {
  const id = `bench-${randomBytes(6).toString('hex')}`
  const response = await fetch(`${stack.addresses.web}${apiPath('/api/batches')}?id=${id}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    ...({ body: Readable.from(fileOf(rows)), duplex: 'half' } as object),
  })
  const said = await response.text()
  if (response.status !== 202) throw new Error(`A batch was refused: ${said}`)
  return batchSchema.parse(JSON.parse(said))
}

const rowsInPiece = 500

async function* fileOf(rows: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('source,destination,text\n')
  for (let from = 0; from < rows; from += rowsInPiece) {
    const piece = Array.from(
      { length: Math.min(rowsInPiece, rows - from) },
      (_, index) =>
        `+017771110000,+01666${from + index},"Your parcel ${from + index} comes tomorrow, before noon."\n`,
    )
    yield Buffer.from(piece.join(''))
  }
}

/** Deletes the batch's packets that have not begun, because delivering or canceling all of them would take minutes. */
async function remove(bench: Bench, id: string): Promise<void> {
  const { stack, store } = bench
  await fetch(`${stack.addresses.web}${apiPath('/api/batches/{id}/actions/pause', { id })}`, {
    method: 'POST',
  })
  await store.db.delete(packets).where(sql`batch_id = ${id} and resting = 'QUEUED'`)
  await untilDelivered(bench, { prefix: `${id}-`, count: 0, isOpen: sql`closed_at is null` })
}

async function deliverBatch(bench: Bench, rows: number): Promise<number> {
  const started = performance.now()
  const { id } = await upload(bench, rows)
  await untilDelivered(bench, { prefix: `${id}-`, count: rows, isOpen: sql`closed_at is null` })
  return (rows * 1000) / (performance.now() - started)
}

const singleEveryMs = 400

/** Submits single packets beside a batch; gives for each the milliseconds from submission to start of its hand-over. */
async function handOversBeside(bench: Bench, rows: number, singles: number): Promise<number[]> {
  const { id } = await upload(bench, rows)
  const ids: string[] = []
  for (let nth = 0; nth < singles; nth++) {
    ids.push(await submitMany(bench, 1, 1))
    await pause(singleEveryMs)
  }
  const left = await bench.store.db.$count(packets, sql`batch_id = ${id} and resting = 'QUEUED'`)
  if (left === 0) throw new Error('The batch was over before the single packets were.')
  const times = await Promise.all(ids.map((prefix) => handOverMs(bench, `${prefix}0`)))
  await remove(bench, id)
  return times
}
