/** Takes an uploaded file: stores its rows in groups as they arrive, then sends its packets. */
import 'server-only'
import type { Batch, BatchOptions, BatchPreview, BatchUpload, RowFault } from '@/lib/contract/batch'
import { isOver, maxBatchRows } from '@/lib/contract/batch-terms'
import type { Submission } from '@/lib/contract/submission'
import { batchWorkflowId } from '@/lib/contract/workflows'
import { ApiError } from '@/lib/server/api-error'
import { newId, type ReadSubmission, readSubmission } from '@/lib/server/packets/new-packet'
import { refuseWhileSetBack } from '@/lib/server/set-back'
import { callStore, store } from '@/lib/server/store'
import { tellNow } from '@/lib/server/tell-job'
import { countBadRows, type GroupStored, type RowGroup, storeRows } from '@/lib/store/batch-rows'
import { finishUpload, noteTrouble, openBatch, refuseUpload, type StoredBatch } from '@/lib/store/batches'
import type { NewPacket } from '@/lib/store/packets'
import { getBatch } from './read'
import { FileFault, openFile, type Row } from './read-rows'

const lookFirst = 'The same file can safely be uploaded again under the same id.'

export interface Uploaded {
  batch: Batch
  /** False when the whole file had been uploaded before. */
  created: boolean
}

/**
 * Resolves once every row is stored. If the upload is interrupted, the batch stays open, and the same file can be
 * uploaded again.
 *
 * @throws ApiError INVALID_REQUEST where the file cannot be read on, BATCH_EXISTS, BATCH_STATE, STORE_UNREACHABLE,
 * STORE_SET_BACK
 */
export async function uploadBatch(
  bytes: AsyncIterable<Uint8Array>,
  { id = newId('b'), name }: Pick<BatchUpload, 'id' | 'name'>,
  options: BatchOptions,
): Promise<Uploaded> {
  refuseWhileSetBack()
  // Open the file first: if it cannot be read at all, no batch is created.
  const { rows, fault } = await readable(() => openFile(bytes, options))
  if (fault !== null) throw new ApiError('INVALID_REQUEST', fault)
  const batch = await callStore((db) =>
    openBatch(db, { id, name: name ?? null, options, repeats: null, at: Date.now() }),
  )
  if (!isSameOptions(batch.options, options)) throw different(id, null)
  try {
    await readable(() => storeAll(id, rows))
  } catch (error) {
    const trouble = error instanceof ApiError ? error.message : 'Internal error.'
    await callStore((db) => noteTrouble(db, id, trouble)).catch(() => undefined)
    throw error
  }
  return finish(batch, options)
}

function isSameOptions(one: BatchOptions, other: BatchOptions): boolean {
  return canonical(one) === canonical(other)
}

/** The same text for any order of the fields, because the store does not keep that order. */
function canonical({ format, separator, columns, defaults, badRows }: BatchOptions): string {
  const sorted = (fields: object) => Object.entries(fields).sort(([one], [two]) => (one < two ? -1 : 1))
  return JSON.stringify([format, separator, badRows, sorted(columns), sorted(defaults)])
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof FileFault) throw new ApiError('INVALID_REQUEST', error.message, { cause: error })
    throw error
  }
}

const mostInGroup = 500
const mostBytesInGroup = 1024 * 1024

/** Reads the next group while the previous one is being written. */
async function storeAll(id: string, rows: AsyncGenerator<Row>): Promise<void> {
  let before: Promise<void> = Promise.resolve()
  const store = async (group: RowGroup) => {
    await before
    before = storeGroup(id, group)
    // Avoids an unhandled rejection: a failure is reported when `before` is awaited.
    before.catch(() => undefined)
  }
  const group = new Group(id)
  let count = 0
  try {
    for await (const row of rows) {
      count += 1
      if (count > maxBatchRows)
        throw new FileFault(
          `Line ${row.line}: a batch may have at most ${maxBatchRows.toLocaleString('en')} rows.`,
        )
      group.add(row)
      if (group.isFull) await store(group.take())
    }
  } finally {
    // Store also the rows that precede an unreadable line.
    if (!group.isEmpty) await store(group.take())
    await before
  }
}

class Group {
  readonly #batchId: string
  #packets: NewPacket[] = []
  #faults: RowFault[] = []
  #fingerprints = new Map<number, string | null>()
  #firstLine = 0
  #lastLine = 0
  #rows = 0
  #bytes = 0

  constructor(batchId: string) {
    this.#batchId = batchId
  }

  get isEmpty(): boolean {
    return this.#rows === 0
  }

  get isFull(): boolean {
    return this.#rows >= mostInGroup || this.#bytes >= mostBytesInGroup
  }

  add(row: Row): void {
    if (this.#rows === 0) this.#firstLine = row.line
    this.#rows += 1
    this.#lastLine = row.line
    const { line } = row
    if ('faults' in row) return void this.#faults.push(...row.faults)
    const { packet, fault } = readRow(this.#batchId, line, row.submission)
    this.#fingerprints.set(line, packet.fingerprint)
    if (fault === null) this.#packets.push(packet)
    else this.#faults.push({ line, field: fault.path, code: 'INVALID_FIELD', reason: fault.message })
    this.#bytes += packet.contents.byteLength
  }

  take(): RowGroup {
    const taken = {
      packets: this.#packets,
      faults: this.#faults,
      fingerprints: this.#fingerprints,
      firstLine: this.#firstLine,
      lastLine: this.#lastLine,
    }
    this.#packets = []
    this.#faults = []
    this.#fingerprints = new Map()
    this.#rows = 0
    this.#bytes = 0
    return taken
  }
}

/** A row without an id gets one made of batch id and line, so that a repeated upload makes the same packet. */
function readRow(batchId: string, line: number, row: Submission): ReadSubmission {
  const { packet, fault } = readSubmission({ ...row, id: row.id ?? `${batchId}-${line}` }, null)
  const batch = { id: batchId, line }
  // Quiet hours are checked when the packet's turn comes.
  return { packet: { ...packet, quietUntil: null, batch, owner: batchWorkflowId(batchId) }, fault }
}

async function storeGroup(id: string, group: RowGroup): Promise<void> {
  const stored = await callStore((db) => storeRows(db, id, group), lookFirst)
  store().announce()
  requireStored(id, stored)
}

/** The same rows may be uploaded again to a batch that is under way or over, but not to one that is being stopped. */
function requireStored(id: string, stored: GroupStored): void {
  if (stored.is === 'different') throw different(id, stored.line)
  if (stored.is === 'closed' && stored.state === 'STOPPING')
    throw new ApiError('BATCH_STATE', `The batch "${id}" was stopped.`)
}

function different(id: string, line: number | null): ApiError {
  const what = line === null ? 'Its options differ' : `Line ${line} differs`
  return new ApiError(
    'BATCH_EXISTS',
    `${what} from what was uploaded under the id "${id}" before. Use another id.`,
  )
}

async function finish(batch: StoredBatch, { badRows }: BatchOptions): Promise<Uploaded> {
  const { id } = batch
  if (batch.state !== 'UPLOADING') return { batch: await getBatch(id), created: false }
  const at = Date.now()
  const isRefused = badRows === 'refuse' && (await callStore((db) => countBadRows(db, id))) > 0
  const ended = await callStore(
    (db) => (isRefused ? refuseUpload(db, id, at) : finishUpload(db, id, at)),
    lookFirst,
  )
  store().announce()
  if (ended !== null && !isOver(ended.state)) void tellNow('batch', ended)
  return { batch: await getBatch(id), created: true }
}

const mostShownRows = 20
const mostShownFaults = 100

/**
 * Shows what an upload that begins with these bytes would find. Stores nothing.
 *
 * @param isCut true if the file goes on: its last row may be incomplete
 * @throws ApiError INVALID_REQUEST where the file cannot be read at all
 */
export async function previewBatch(
  bytes: Uint8Array,
  options: BatchOptions,
  isCut: boolean,
): Promise<BatchPreview> {
  const file = await readable(() => openFile(once(bytes), options))
  const { encoding, separator, columns, fault } = file
  const { rows, trouble } = fault === null ? await collect(file.rows) : { rows: [], trouble: fault }
  const whole = isCut ? rows.slice(0, -1) : rows
  const good = whole.flatMap((row) => ('faults' in row ? [] : [row]))
  return {
    encoding,
    separator,
    columns,
    rows: good.slice(0, mostShownRows).map(({ line, values }) => ({ line, values: cut(values) })),
    rowCount: good.length,
    faults: whole.flatMap((row) => ('faults' in row ? row.faults : [])).slice(0, mostShownFaults),
    trouble: isCut && fault === null ? null : trouble,
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function collect(rows: AsyncGenerator<Row>): Promise<{ rows: Row[]; trouble: string | null }> {
  const read: Row[] = []
  try {
    for await (const row of rows) read.push(row)
    return { rows: read, trouble: null }
  } catch (error) {
    if (error instanceof FileFault) return { rows: read, trouble: error.message }
    throw error
  }
}

/** Characters of a value that a preview shows. */
const mostOfValue = 200

function cut(values: BatchPreview['rows'][number]['values']) {
  return Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, value.slice(0, mostOfValue)]),
  )
}
