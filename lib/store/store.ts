/** The one way to PostgreSQL: connections with limits, and migrations that several processes may begin at once. */
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
  /** Wakes those who wait for news; to be called after a change is committed. Never fails, and is not waited for. */
  announce(): void
  close(): Promise<void>
}

export interface StoreOptions {
  url: string
  /** Connections at most. */
  max?: number
  /** For the name of the connections in the server's own views. */
  name: string
  /** Milliseconds; a statement that takes longer fails. */
  limitMs?: number
}

/** Short enough that a caller hears of an outage within three seconds. */
const usualLimitMs = 2_500

/** Connects with the first statement, and again after an outage. */
export function openStore({ url, max = 10, name, limitMs = usualLimitMs }: StoreOptions): Store {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: `waybill ${name}`,
    connectionTimeoutMillis: limitMs,
    // The client's own limit is for a server that is silent, the server's for a statement that is slow.
    query_timeout: limitMs,
    statement_timeout: limitMs,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  })
  // A connection that breaks is replaced; unheard, the event would end the process.
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
 * Drizzle's own transactions give a connection back that may still be in the middle of one, of which the next statements
 * would become a part; and none at all where they could not begin. Here one that failed takes its connection with it.
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
 * Runs a statement that each connection plans once: what every packet goes through takes longer to plan than to do. Its
 * text is always the same under one name, so what varies in number goes into it as JSON.
 */
export async function runPlanned<Row>(db: Database, name: string, statement: SQL): Promise<Row[]> {
  type Planned = PreparedQueryConfig & { execute: { rows: Row[] } }
  const query = dialect.sqlToQuery(statement)
  const planned = db._.session.prepareQuery<Planned>(query, undefined, name, false)
  return (await planned.execute()).rows
}

const migrationsFolder = 'lib/store/migrations'
/** Any number that no other program takes for its locks. */
const migrationLock = 7_129_463_001

/** Brings the tables up to date; one process at a time does it, the others wait for it. */
export async function migrateStore(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'waybill migration' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await migrate(drizzle(client), { migrationsFolder })
    await client.query('insert into installation default values on conflict do nothing')
  } finally {
    // Ending the session gives the lock back.
    await client.end()
  }
}

/**
 * A statement that failed, without what it was given: contents and addresses must reach no log and no history. `code`
 * is PostgreSQL's SQLSTATE, or the system's name for what broke the connection.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: string | null

  constructor(
    message: string,
    code: string | null,
    /** It could not be reached, or did not answer in time. What was asked may have been done all the same. */
    readonly isOutage: boolean,
  ) {
    super(message)
    this.code = code
  }
}

/** What a failure of the store may say to others; anything else as it is. */
export function storeErrorOf(error: unknown): unknown {
  if (error instanceof StoreError) return error
  const cause = error instanceof DrizzleQueryError ? error.cause : error
  if (!(cause instanceof Error)) return error
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  const isOutage = isStoreOutage(cause)
  const isOwn = error instanceof DrizzleQueryError || cause instanceof pg.DatabaseError || isOutage
  return isOwn ? new StoreError(`PostgreSQL: ${cause.message || code || 'no answer'}`, code, isOutage) : error
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

function isStoreOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.some(isStoreOutage)) return true
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (outageCodes.has(code)) return true
  if (/^[0-9A-Z]{5}$/.test(code)) return outageClasses.has(code.slice(0, 2))
  return outageWords.test(error.message) || isStoreOutage(error.cause)
}

/** PostgreSQL takes neither a NUL nor half a surrogate pair; in JSON both are escaped. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!/\\u(0000|d[89a-f])/.test(json)) return json
  return JSON.stringify(value, (_, each) =>
    typeof each === 'string' ? each.toWellFormed().replaceAll('\0', '') : each,
  )
}

/** By the number: PostgreSQL knows no year 0, which ISO 8601 has. */
export function instantOf(at: string | number): SQL {
  const ms = typeof at === 'number' ? at : Date.parse(at)
  return sql`to_timestamp(${ms}::float8 / 1000)`
}
