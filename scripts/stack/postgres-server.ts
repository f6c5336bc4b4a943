// PostgreSQL as one part of the stack, with its data in a folder. It stores the packets unless DATABASE_URL is set.
import pg from 'pg'
import { Problem } from '../console/problem'
import { LOOPBACK } from './addresses'
import { Part, startPart } from './part'
import {
  checkPostgresFolder,
  POSTGRES_ROLE,
  postgresFolder,
  preparePostgresFolder,
  resetPassword,
  stopLeftBehind,
} from './postgres-folder'
import { type PostgresPrograms, postgresEnvironment, postgresPrograms } from './postgres-programs'
import { waitUntil } from './wait-until'

export interface PostgresOptions {
  /** Must exist; the data is in its folder `postgres`. */
  dataDir: string
  port: number
  /** Only letters, digits, - and _. */
  password: string
  logFile: string
  /** Override the settings below. */
  settings?: Record<string, string>
  onLine?: ((line: string) => void) | undefined
}

/** Long, because after a crash PostgreSQL first replays its write-ahead log. */
const READY_LIMIT_MS = 120_000
const CONNECT_LIMIT_MS = 3000

const SETTINGS = {
  listen_addresses: LOOPBACK,
  // TCP only: a socket path is limited to about a hundred characters, and the data folder's path may be longer.
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  // Errors show the failed row in their detail, and it may hold a packet's contents.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
}

const PASSWORD_REFUSED = '28P01'
/** Starting, stopping, or out of connections: worth a retry. */
const COMES_OR_GOES = /^(57P0\d|53300)$/

/** The packets' own database; `postgres` is only used for maintenance. */
const DATABASE = 'waybill'

/** The address of the server on this port. */
export function embeddedUrl(
  { port, password }: Pick<PostgresOptions, 'port' | 'password'>,
  database = DATABASE,
): string {
  return `postgres://${POSTGRES_ROLE}:${password}@${LOOPBACK}:${port}/${database}`
}

/**
 * Stops a server left behind on the data folder, and checks that one can run here.
 * @throws Problem when it cannot, before any other work is done
 */
export async function checkPostgres(dataDir: string): Promise<void> {
  await stopLeftBehind(dataDir)
  await checkPostgresFolder(dataDir, await postgresPrograms(dataDir, postgresFolder(dataDir)))
}

export class PostgresServer {
  readonly part: Part
  readonly #options: PostgresOptions
  readonly #programs: PostgresPrograms

  private constructor(options: PostgresOptions, programs: PostgresPrograms) {
    const settings = { ...SETTINGS, port: String(options.port), ...options.settings }
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    this.#options = options
    this.#programs = programs
    this.part = new Part({
      name: 'postgres',
      ...programs.command('postgres', ['-D', postgresFolder(options.dataDir), ...args]),
      env: postgresEnvironment(),
      cwd: options.dataDir,
      logFile: options.logFile,
      // On SIGTERM PostgreSQL would wait until every client has disconnected.
      stopSignal: 'SIGINT',
      graceMs: 30_000,
      onLine: options.onLine,
    })
  }

  /**
   * Describes the server without starting anything.
   * @throws Problem when PostgreSQL cannot run here
   */
  static async create(options: PostgresOptions): Promise<PostgresServer> {
    const programs = await postgresPrograms(options.dataDir, postgresFolder(options.dataDir))
    return new PostgresServer(options, programs)
  }

  /** The server's address, with its only role. */
  url(database = DATABASE): string {
    return embeddedUrl(this.#options, database)
  }

  /**
   * Makes the folder if it does not exist, starts the server, and makes the database if it does not exist.
   * @throws Problem with the server's last lines when it does not start
   */
  async start(signal?: AbortSignal): Promise<void> {
    const { dataDir, password, settings } = this.#options
    await stopLeftBehind(dataDir)
    await preparePostgresFolder({ dataDir, password, durable: settings?.fsync !== 'off' }, this.#programs)
    signal?.throwIfAborted()
    if (await this.#startOnce(signal)) return
    await this.part.stop()
    await resetPassword(dataDir, password, this.#programs)
    if (await this.#startOnce(signal)) return
    throw new Problem(
      `PostgreSQL on ${dataDir} refuses the password that it was given just now; see whether its pg_hba.conf was changed.`,
    )
  }

  /** Starts the server; false when it refused the password. */
  async #startOnce(signal?: AbortSignal): Promise<boolean> {
    let refused = false
    await startPart(
      this.part,
      async (limit) => {
        const answer = await waitUntil(() => this.#connect(), { limitMs: READY_LIMIT_MS, signal: limit })
        refused = answer === 'refused'
        return answer !== null
      },
      signal,
    )
    return !refused
  }

  /** null when it does not answer yet. */
  async #connect(): Promise<'ready' | 'refused' | null> {
    const client = new pg.Client({
      connectionString: this.url('postgres'),
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
    })
    // The connection may break between two queries; the next query then fails.
    client.on('error', () => {})
    try {
      await client.connect()
      const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
      return 'ready'
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || COMES_OR_GOES.test(error.code ?? '')) return null
      if (error.code === PASSWORD_REFUSED) return 'refused'
      throw new Problem(`PostgreSQL on ${this.#options.dataDir} has started, but: ${error.message}.`)
    } finally {
      await client.end().catch(() => {})
    }
  }
}
