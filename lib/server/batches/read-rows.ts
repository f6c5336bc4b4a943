/**
 * Reads the rows of a file as a stream, in any supported encoding and with any supported separator. Never holds the
 * whole file in memory.
 */
import 'server-only'
import { type CsvError, type Parser, parse } from 'csv-parse'
import type { BatchOptions, RowDefaults, RowFault } from '@/lib/contract/batch'
import {
  maxRowBytes,
  type RowField,
  rowFields,
  type Separator,
  separatorNames,
  separators,
} from '@/lib/contract/batch-terms'
import { plainWords } from '@/lib/contract/plain-words'
import { type Submission, submission } from '@/lib/contract/submission'

/** A row as a submission, or the faults that keep it from being a packet. Lines count from 1. */
export type Row =
  | { line: number; submission: Submission; values: RowValues }
  | { line: number; faults: RowFault[] }

/** The values of the row as they are written in the file. */
export type RowValues = Partial<Record<RowField, string>>

export interface Column {
  name: string
  /** Null for a column that is not used. */
  field: RowField | null
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

export interface OpenFile {
  encoding: Encoding
  /** Null for NDJSON, whose rows have no columns. */
  separator: Separator | null
  columns: Column[]
  /** Why no packets can be made of these columns, and what to do; null if they can. */
  fault: string | null
  /** @throws FileFault at the point from which the file cannot be read */
  rows: AsyncGenerator<Row>
}

/** The file cannot be read any further. The message says at which line, what is wrong and what to do. */
export class FileFault extends Error {
  override readonly name = 'FileFault'
}

/** @throws FileFault where the file is empty, or its header cannot be read */
export async function openFile(bytes: AsyncIterable<Uint8Array>, options: BatchOptions): Promise<OpenFile> {
  const chunks = bytes[Symbol.asyncIterator]()
  const first = await firstBytes(chunks)
  const encoding = encodingOf(first)
  const text = decoded(first, chunks, encoding)
  if (options.format === 'ndjson')
    return { encoding, separator: null, columns: [], fault: null, rows: jsonRows(text, options.defaults) }
  const begin = await untilLineEnd(text)
  const separator = options.separator ?? likelySeparator(begin)
  const parser = parse({
    delimiter: separators[separator],
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: maxRowBytes,
  })
  const records = recordsOf(joined(begin, text), parser)
  const header = await records.next()
  if (header.done) throw new FileFault('The file is empty.')
  const columns = columnsOf(header.value.cells, options)
  const fault = faultOf(columns, options.defaults)
  return { encoding, separator, columns, fault, rows: csvRows(records, columns, options.defaults) }
}

/** Reads at least the three bytes that identify the encoding, or the whole file if it is shorter. */
async function firstBytes(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let first = new Uint8Array()
  while (first.length < 3) {
    const next = await chunks.next()
    if (next.done) break
    first = Buffer.concat([first, next.value])
  }
  if (first.length === 0) throw new FileFault('The file is empty.')
  return first
}

function encodingOf([one, two]: Uint8Array): Encoding {
  if (one === 0xff && two === 0xfe) return 'utf-16le'
  if (one === 0xfe && two === 0xff) return 'utf-16be'
  if (one === 0 || two === 0)
    throw new FileFault('It looks like UTF-16 without a byte order mark. Save the file as UTF-8.')
  return 'utf-8'
}

/** The text of the file, without its byte order mark. */
async function* decoded(
  first: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const read = (chunk: Uint8Array | null): string => {
    try {
      return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new FileFault(
        encoding === 'utf-8'
          ? 'A character is not UTF-8. Save the file as UTF-8, or as UTF-16 with a byte order mark.'
          : 'A character is not UTF-16. Save the file as UTF-8.',
      )
    }
  }
  yield read(first)
  for (;;) {
    const next = await chunks.next()
    if (next.done) break
    yield read(next.value)
  }
  yield read(null)
}

async function* joined(begin: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield begin
  yield* rest
}

const mostOfHeader = 64 * 1024

async function untilLineEnd(text: AsyncGenerator<string>): Promise<string> {
  let begin = ''
  while (!/[\r\n]/.test(begin.trimStart()) && begin.length < mostOfHeader) {
    const next = await text.next()
    if (next.done) break
    begin += next.value
  }
  return begin
}

/** The separator that occurs most often in the header, outside of quotes. */
function likelySeparator(begin: string): Separator {
  const header = begin.trimStart().split(/[\r\n]/, 1)[0] ?? ''
  const bare = header.replaceAll(/"[^"]*"/g, '')
  const counts = separatorNames.map((name) => ({ name, count: bare.split(separators[name]).length }))
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).name
}

interface CsvRecord {
  line: number
  cells: string[]
}

/** Skips empty lines. @throws FileFault */
async function* recordsOf(text: AsyncGenerator<string>, parser: Parser): AsyncGenerator<CsvRecord> {
  let line = 1
  for await (const records of recordsInChunks(text, parser, () => line)) {
    for (const cells of records) {
      if (cells.length > 1 || cells[0]?.trim() !== '') yield { line, cells }
      line += 1 + cells.reduce((sum, cell) => sum + lineEndsIn(cell), 0)
    }
  }
}

function lineEndsIn(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? (cell.match(/\r\n|\n|\r/g)?.length ?? 0) : 0
}

/**
 * Yields the records of each chunk as one array: to await each record separately would take longer than to parse it.
 */
async function* recordsInChunks(
  text: AsyncGenerator<string>,
  parser: Parser,
  line: () => number,
): AsyncGenerator<string[][]> {
  let records: string[][] = []
  let failed: CsvError | Error | null = null
  parser.on('data', (record: string[]) => records.push(record))
  parser.on('error', (error) => {
    failed = error
  })
  const take = () => {
    const taken = records
    records = []
    return taken
  }
  const throwFailed = () => {
    if (failed !== null) throw new FileFault(`Line ${line()}: ${csvFault(failed)}`)
  }
  for await (const piece of text) {
    await new Promise<void>((resolve) => parser.write(piece, () => resolve()))
    yield take()
    throwFailed()
  }
  await new Promise<void>((resolve) => {
    parser.once('end', resolve).once('error', () => resolve())
    parser.end()
  })
  yield take()
  throwFailed()
}

function csvFault(error: CsvError | Error): string {
  const code = 'code' in error ? error.code : ''
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote is opened here, or further on, and never closed. Close it, or double a quote that is part of the text.'
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands in the middle of a cell. Put the whole cell in quotes and double those inside it.'
    case 'CSV_MAX_RECORD_SIZE':
      return 'the row is larger than 2 MiB, or a quote before it is never closed.'
    default:
      return 'the file is not valid CSV from here on.'
  }
}

function columnsOf(header: readonly string[], { columns }: BatchOptions): Column[] {
  const named = new Map(Object.entries(columns).map(([name, field]) => [plain(name), field]))
  return header.map((name) => {
    const chosen = named.get(plain(name))
    return { name, field: chosen === undefined ? fieldCalled(name) : chosen }
  })
}

function faultOf(columns: readonly Column[], defaults: RowDefaults): string | null {
  const given = columns.flatMap(({ field }) => field ?? [])
  const twice = given.find((field, index) => given.indexOf(field) !== index)
  if (twice !== undefined) return `Two columns give "${twice}". Mark one of them as not used.`
  const has = (field: RowField) => given.includes(field) || field in defaults
  const missing = (['source', 'destination'] as const).find((field) => !has(field))
  const names = `The columns are ${listed(columns.map(({ name }) => name))}.`
  if (missing !== undefined)
    return `No column gives "${missing}". Name its column, or give one ${missing} for all rows. ${names}`
  if (has('text') || has('contents')) return null
  return `No column gives "text" or "contents". Name its column, or give one text for all rows. ${names}`
}

const mostNamed = 20

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => `"${name.slice(0, 50)}"`)
  return names.length > mostNamed
    ? `${shown.join(', ')} and ${names.length - mostNamed} more`
    : shown.join(', ')
}

/** A column name without the differences in spelling that are ignored: case, spaces, hyphens and underscores. */
function plain(name: string): string {
  return name.replaceAll(/[\s_-]/g, '').toLowerCase()
}

function fieldCalled(name: string): RowField | null {
  return rowFields.find((field) => field.toLowerCase() === plain(name)) ?? null
}

async function* csvRows(
  records: AsyncGenerator<CsvRecord>,
  columns: readonly Column[],
  defaults: RowDefaults,
): AsyncGenerator<Row> {
  for await (const { line, cells } of records) {
    if (cells.length !== columns.length) {
      const reason = `It has ${cells.length} cells and the header has ${columns.length}.`
      yield { line, faults: [{ line, field: null, code: 'COLUMN_COUNT', reason }] }
      continue
    }
    const values: RowValues = {}
    for (const [index, { field }] of columns.entries()) {
      const cell = cells[index] ?? ''
      if (field !== null && cell !== '') values[field] = cell
    }
    yield rowOf(line, typed(values), values, defaults)
  }
}

const numbers = ['maxAttempts', 'receiptTimeoutMs', 'priority'] as const satisfies RowField[]

/** Converts cells, which are text, to numbers and booleans where their fields need those. */
function typed(values: RowValues): Record<string, unknown> {
  const given: Record<string, unknown> = { ...values }
  for (const field of numbers) {
    const text = values[field]?.trim()
    if (text !== undefined && /^\d{1,12}$/.test(text)) given[field] = Number(text)
  }
  const hold = values.holdOnFailure?.trim().toLowerCase()
  if (hold === 'true' || hold === 'false') given.holdOnFailure = hold === 'true'
  return given
}

async function* jsonRows(text: AsyncGenerator<string>, defaults: RowDefaults): AsyncGenerator<Row> {
  let line = 0
  for await (const each of linesOf(text)) {
    line += 1
    if (each.trim() !== '') yield jsonRow(line, each, defaults)
  }
}

async function* linesOf(text: AsyncGenerator<string>): AsyncGenerator<string> {
  let rest = ''
  let line = 1
  for await (const piece of text) {
    const lines = (rest + piece).split(/\r?\n/)
    rest = lines.pop() ?? ''
    yield* lines
    line += lines.length
    if (rest.length > maxRowBytes) throw new FileFault(`Line ${line}: it is larger than 2 MiB.`)
  }
  yield rest
}

function jsonRow(line: number, text: string, defaults: RowDefaults): Row {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { line, faults: [{ line, field: null, code: 'INVALID_JSON', reason: 'The line is not JSON.' }] }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const reason = 'The line is not a JSON object.'
    return { line, faults: [{ line, field: null, code: 'INVALID_JSON', reason }] }
  }
  const given: Record<string, unknown> = { ...value }
  const values: RowValues = {}
  for (const field of rowFields) if (given[field] !== undefined) values[field] = String(given[field])
  return rowOf(line, given, values, defaults)
}

/** At most this many faults are kept for a row. */
const mostFaults = 5

function rowOf(line: number, given: Record<string, unknown>, values: RowValues, defaults: RowDefaults): Row {
  const { text, holdOnFailure, ...others } = defaults
  const own = 'contents' in given || 'text' in given
  const row: Record<string, unknown> = { ...others, ...(text !== undefined && !own && { text }), ...given }
  // The default applies only to rows with an ordering key.
  if (holdOnFailure !== undefined && row.orderingKey !== undefined) row.holdOnFailure ??= holdOnFailure
  const parsed = submission.safeParse(row, { error: plainWords })
  if (parsed.success) return { line, submission: parsed.data, values }
  const faults = parsed.error.issues.slice(0, mostFaults).map(
    ({ path, message }): RowFault => ({
      line,
      field: path.length === 0 ? null : String(path[0]).slice(0, 100),
      code: 'INVALID_FIELD',
      reason: message.slice(0, 300),
    }),
  )
  return { line, faults }
}
