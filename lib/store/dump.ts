/**
 * Exports the whole store as lines of JSON, and imports it: a header, one line for each row, and a footer with the
 * counts. PostgreSQL itself converts the rows, so that no value changes.
 */
import pg from 'pg'
import { z } from 'zod'

const format = 1
const mostRows = 500
/** In characters. A packet's contents may be 256 KiB, and are in hexadecimal here. */
const mostText = 4 * 1024 * 1024

const head = z.object({ waybill: z.literal(format), tables: z.string(), at: z.string() })
const row = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) })
const foot = z.object({ rows: z.record(z.string(), z.int()) })

/** A problem with the copy or the store that a person has to solve. The message is a whole sentence. */
export class DumpError extends Error {
  override readonly name = 'DumpError'
}

/** Called now and then with the number of rows done. */
export type Progress = (rows: number) => void

/** Exports a consistent snapshot, whatever is written meanwhile. */
export async function* exportStore(url: string, progress: Progress): AsyncGenerator<string> {
  const client = await connect(url)
  try {
    await client.query('begin isolation level repeatable read read only')
    const tables = await findTables(client)
    const first: z.input<typeof head> = {
      waybill: format,
      tables: await shapeOf(client),
      at: new Date().toISOString(),
    }
    yield `${JSON.stringify(first)}\n`
    const counts: Record<string, number> = {}
    let done = 0
    for (const { name } of tables) {
      counts[name] = 0
      for await (const line of linesOf(client, name)) {
        yield line
        counts[name]++
        if (++done % mostRows === 0) progress(done)
      }
    }
    yield `${JSON.stringify({ rows: counts })}\n`
    progress(done)
  } finally {
    await client.end()
  }
}

async function* linesOf(client: pg.Client, table: string): AsyncGenerator<string> {
  const name = pg.escapeIdentifier(table)
  const line = `json_build_object('table', ${pg.escapeLiteral(table)}, 'row', to_json(${name}))::text as line`
  await client.query(`declare rows no scroll cursor for select ${line} from ${name}`)
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${mostRows} from rows`)
    for (const each of rows) yield `${each.line}\n`
    if (rows.length === 0) break
  }
  await client.query('close rows')
}

/**
 * Imports a copy in one transaction, only into an empty store. The copy keeps its identity and mark, so that Temporal
 * can tell whether the original has gone on since.
 *
 * @throws DumpError if the copy is incomplete or of another version, or the store is not empty
 */
export async function importStore(
  url: string,
  lines: AsyncIterable<string>,
  progress: Progress,
): Promise<Record<string, number>> {
  const client = await connect(url)
  try {
    await client.query('begin')
    const tables = await findTables(client)
    await requireEmpty(client, tables)
    const counts = await new Import(client, tables, progress).read(lines)
    await advanceSequences(client, tables)
    await client.query('commit')
    return counts
  } finally {
    // Without the commit everything is rolled back.
    await client.end()
  }
}

class Import {
  readonly #counts: Record<string, number> = {}
  readonly #inserts: ReadonlyMap<string, string>
  #waiting: string[] = []
  #size = 0
  #table = ''
  #done = 0

  constructor(
    private readonly client: pg.Client,
    tables: readonly Table[],
    private readonly progress: Progress,
  ) {
    this.#inserts = new Map(tables.map((table) => [table.name, insertInto(table)]))
  }

  async read(lines: AsyncIterable<string>): Promise<Record<string, number>> {
    let isBegun = false
    for await (const line of lines) {
      const value = parsed(line)
      const end = foot.safeParse(value)
      if (!isBegun) isBegun = await this.#begin(value)
      else if (end.success) return this.#end(end.data.rows)
      else await this.#add(value)
    }
    throw new DumpError('The copy ends in the middle. Nothing was imported; get a whole one.')
  }

  async #begin(value: unknown): Promise<true> {
    const first = head.safeParse(value)
    if (!first.success)
      throw new DumpError('This copy was not made by "npm run export", or by another version of it.')
    if (first.data.tables === (await shapeOf(this.client))) return true
    throw new DumpError(
      `The copy of ${first.data.at} has other tables than this version of Waybill. Import it with the version that made it, then start this one.`,
    )
  }

  async #add(value: unknown): Promise<void> {
    const each = row.safeParse(value)
    if (!each.success || !this.#inserts.has(each.data.table))
      throw new DumpError('The copy has a line that is not a row.')
    const text = JSON.stringify(each.data.row)
    const { table } = each.data
    if (table !== this.#table || this.#waiting.length >= mostRows || this.#size > mostText)
      await this.#insert()
    this.#table = table
    this.#waiting.push(text)
    this.#size += text.length
  }

  async #insert(): Promise<void> {
    const count = this.#waiting.length
    if (count === 0) return
    await this.client.query(this.#inserts.get(this.#table) ?? '', [`[${this.#waiting.join(',')}]`])
    this.#counts[this.#table] = (this.#counts[this.#table] ?? 0) + count
    this.#waiting = []
    this.#size = 0
    this.#done += count
    this.progress(this.#done)
  }

  async #end(expected: Readonly<Record<string, number>>): Promise<Record<string, number>> {
    await this.#insert()
    for (const [table, count] of Object.entries(expected)) {
      const found = this.#counts[table] ?? 0
      if (found !== count)
        throw new DumpError(
          `The copy has ${found} rows of "${table}" and should have ${count}. Nothing was imported.`,
        )
    }
    return this.#counts
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new DumpError('The copy has a line that is not JSON. Nothing was imported.')
  }
}

interface Table {
  name: string
  /** The columns to write; generated ones are left out. */
  columns: string[]
}

/** Tables in an order in which each comes after those that it refers to. */
async function findTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table & { refers: string[] }>(`
    select class.relname as name,
      array(select attname::text from pg_attribute where attrelid = class.oid and attnum > 0 and not attisdropped
        and attgenerated = '' order by attnum) as columns,
      array(select confrelid::regclass::text from pg_constraint where conrelid = class.oid and contype = 'f') as refers
    from pg_class as class
    where class.relkind = 'r' and class.relnamespace = current_schema()::regnamespace
      -- Triggers fill these tables from the others.
      and class.relname not in ('packet_sums', 'attempt_sums')
    order by class.relname`)
  const sorted: typeof rows = []
  while (sorted.length < rows.length) {
    const known = new Set(sorted.map(({ name }) => name))
    const next = rows.find(
      ({ name, refers }) => !known.has(name) && refers.every((other) => known.has(other)),
    )
    if (next === undefined) throw new Error('The tables refer to each other in a circle.')
    sorted.push(next)
  }
  return sorted
}

/** Identifies the version of the tables by the hash of the newest migration. */
async function shapeOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations order by created_at desc, id desc limit 1',
  )
  return rows[0]?.hash ?? ''
}

/** Tables that every store fills by itself from its first start. */
const ownTables: ReadonlySet<string> = new Set([
  'installation',
  'intakes',
  'broker_consumers',
  'endings_feed',
  'self_tests',
  'workers',
])

async function requireEmpty(client: pg.Client, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const table = pg.escapeIdentifier(name)
    if (ownTables.has(name)) await client.query(`delete from ${table}`)
    else if ((await client.query(`select from ${table} limit 1`)).rowCount !== 0)
      throw new DumpError(`The store is not empty: it has rows in "${name}". Import into a new one.`)
  }
}

function insertInto({ name, columns }: Table): string {
  const table = pg.escapeIdentifier(name)
  const listed = columns.map((column) => pg.escapeIdentifier(column)).join(', ')
  return `insert into ${table} (${listed}) overriding system value
    select ${listed} from json_populate_recordset(null::${table}, $1::json)`
}

/** Advances the sequences, so that new rows get new numbers. */
async function advanceSequences(client: pg.Client, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    const table = pg.escapeIdentifier(name)
    for (const column of columns) {
      const { rows } = await client.query<{ name: string | null }>(
        'select pg_get_serial_sequence($1, $2) as name',
        [table, column],
      )
      const sequence = rows[0]?.name
      if (sequence != null)
        await client.query(
          `select setval($1, coalesce(max(${pg.escapeIdentifier(column)}), 0) + 1, false) from ${table}`,
          [sequence],
        )
    }
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'waybill copy' })
  client.on('error', () => {})
  await client.connect()
  return client
}
