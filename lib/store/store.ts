/** Access to PostgreSQL: connections with limits, and migrations that several processes may start at once. */
import { type SQL, sql } from 'drizzle-orm'
import { DrizzleQueryError } from 'drizzle-orm/errors'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { PgDialect, type PreparedQueryConfig } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { Announcer } from './changes'

export type Database = NodePgDatabase

export interface Store {
  readonly db: Database
  /** Wakes processes that wait for changes. Call it after the commit. It never fails and does not block. */
  announce(): void
  close(): Promise<void>
}

export interface StoreOptions {
  url: string
  /** The most connections. */
  max?: number
  /** Part of the connections' name in the server's views. */
  name: string
  /** The time limit of a statement in milliseconds. */
  limitMs?: number
}

/** Short enough that a caller learns of an outage within three seconds. */
const usualLimitMs = 2_500

/** Connects with the first statement, and reconnects after an outage. */
export function openStore({ url, max = 10, name, limitMs = usualLimitMs }: StoreOptions): Store {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: `waybill ${name}`,
    connectionTimeoutMillis: limitMs,
    // The client's limit is for a silent server, the server's limit for a slow statement.
    query_timeout: limitMs,
    statement_timeout: limitMs,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  })
  // A broken connection is replaced. Without a listener, the 'error' event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (connection) => connection.on('error', () => {}))
  const announcer = new Announcer(pool)
  return {
    db: databaseOf(pool),
    announce: () => announcer.announce(),
    close: () => pool.end(),
  }
}

const casing = 'snake_case'

/**
 * Drizzle's own transaction can return a connection to the pool while it is still in a transaction, of which later
 * statements would become part, and does not return it if the transaction could not begin. Here a failed transaction
 * closes its connection.
 */
function databaseOf(pool: pg.Pool): Database {
  const db = drizzle(pool, { casing })
  db.transaction = async (act, config) => {
    const connection = await pool.connect()
    let isDone = false
    try {
      const result = await drizzle(connection, { casing }).transaction(act, config)
      isDone = true
      return result
    } finally {
      connection.release(!isDone)
    }
  }
  return db
}

const dialect = new PgDialect({ casing })

/**
 * Runs a statement that each connection plans only once, because planning the statements that every packet needs takes
 * longer than running them. The text must always be the same for a name, so variable numbers of values are passed as
 * JSON.
 */
export async function runPlanned<Row>(db: Database, name: string, statement: SQL): Promise<Row[]> {
  type Planned = PreparedQueryConfig & { execute: { rows: Row[] } }
  const query = dialect.sqlToQuery(statement)
  const planned = db._.session.prepareQuery<Planned>(query, undefined, name, false)
  return (await planned.execute()).rows
}

const migrationsFolder = 'lib/store/migrations'
/** An arbitrary number that no other program uses for an advisory lock. */
const migrationLock = 7_129_463_001

/** Brings the tables up to date. One process at a time does so; the others wait. */
export async function migrateStore(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'waybill migration' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await migrate(drizzle(client), { migrationsFolder })
    await client.query('insert into installation default values on conflict do nothing')
  } finally {
    // Ending the session releases the lock.
    await client.end()
  }
}

/**
 * A failed statement without its parameters: contents and addresses must not get into logs or histories. `code` is
 * PostgreSQL's SQLSTATE, or the system's code of a connection error.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: string | null

  constructor(
    message: string,
    code: string | null,
    /** The store could not be reached or did not answer in time. The statement may have taken effect all the same. */
    readonly isOutage: boolean,
  ) {
    super(message)
    this.code = code
  }
}

/** An error of the store in a form that may be shown; other errors are returned unchanged. */
export function storeErrorOf(error: unknown): unknown {
  if (error instanceof StoreError) return error
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  if (!(cause instanceof Error)) return error
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  const isOutage = saysOutage(cause)
  const isOwn = error instanceof DrizzleQueryError || cause instanceof pg.DatabaseError || isOutage
  return isOwn ? new StoreError(`PostgreSQL: ${cause.message || code || 'no answer'}`, code, isOutage) : error
}

/** Whether the store could not be reached, or did not answer in time. */
export function isStoreOutage(error: unknown): boolean {
  const told = storeErrorOf(error)
  return told instanceof StoreError && told.isOutage
}

/** SQLSTATE classes: connection failure, operator intervention, insufficient resources. */
const outageClasses: ReadonlySet<string> = new Set(['08', '57', '53'])
const outageCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])
const outageWords = /timeout|Connection terminated|not queryable|closed the connection/i

function saysOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.some(saysOutage)) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (outageCodes.has(code)) return true
  if (/^[0-9A-Z]{5}$/.test(code)) return outageClasses.has(code.slice(0, 2))
  return outageWords.test(error.message) || saysOutage(error.cause)
}

/**
 * PostgreSQL accepts neither NUL nor a lone surrogate. In JSON both are escaped, so they are found and replaced here.
 */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!/\\u(0000|d[89a-f])/.test(json)) return json
  return JSON.stringify(value, (_, each) =>
    typeof each === 'string' ? each.toWellFormed().replaceAll('\0', '') : each,
  )
}

/** Converts by number, because PostgreSQL has no year 0, which ISO 8601 has. */
export function instantOf(at: string | number): SQL {
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return sql`to_timestamp(${ms}::float8 / 1000)`
}
