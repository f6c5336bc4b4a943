// The whole product as a set of processes, for `npm start`, end-to-end tests and the bench.
import { join } from 'node:path'
import { apiPath } from '@/lib/contract/paths'
import { readTemporal } from '@/lib/temporal/settings'
import { Problem } from '../console/problem'
import { prepareTemporal } from '../setup/prepare-temporal'
import { ensureDevelopmentSecrets } from '../setup/secrets'
import { type Addresses, addressesOf, LOOPBACK, type Ports } from './addresses'
import { ensureDataDir, storeFile } from './data-dir'
import { type Part, startPart } from './part'
import { partEnvironment } from './part-env'
import { type PartContext, programPart, workerIsReady } from './parts'
import { PostgresServer } from './postgres-server'
import { temporalServer, waitForTemporal } from './temporal-server'
import { saidBy, waitForHttp } from './wait-until'

export type PartName = 'postgres' | 'temporal' | 'simulator' | 'worker' | 'web'

/** Each part stops before the parts that it needs. */
const STOP_ORDER: PartName[] = ['web', 'worker', 'simulator', 'temporal', 'postgres']

const READY_LIMIT_MS = 20_000
const WEB_LIMIT_MS = 60_000

export interface StackOptions {
  host?: string
  /** The address on which Temporal and its pages listen. */
  temporalHost?: string
  ports: Ports
  /** Absolute; holds the stores, the secrets and `logs/`. */
  dataDir: string
  /** The PostgreSQL for the packets: one to start on this port, or one that already runs elsewhere. */
  database: { port: number } | { url: string }
  /** null starts no Temporal and uses the server that TEMPORAL_ADDRESS names. */
  cliPath: string | null
  namespace?: string
  mode?: 'production' | 'development'
  /** Additional variables for the parts; they override all others. */
  env?: Record<string, string>
  onLine?: (part: PartName, line: string) => void
}

export class Stack {
  readonly #parts: Map<PartName, Part>
  readonly #postgres: PostgresServer | null

  private constructor(
    parts: Map<PartName, Part>,
    postgres: PostgresServer | null,
    readonly addresses: Addresses,
    readonly namespace: string,
    /** Contains a password. */
    readonly databaseUrl: string,
  ) {
    this.#parts = parts
    this.#postgres = postgres
  }

  /** Makes the files that the parts need and describes the parts; starts nothing. */
  static async create(options: StackOptions): Promise<Stack> {
    const { host = LOOPBACK, mode = 'production', ports } = options
    const dataDir = await ensureDataDir(options.dataDir)
    const ownServer = options.cliPath !== null
    const there = ownServer ? null : readTemporal(process.env)
    const namespace = options.namespace ?? there?.namespace ?? 'default'
    const own = addressesOf(host, ports, options.temporalHost)
    const elsewhere = there?.connectionOptions.address
    const addresses = elsewhere ? { ...own, temporal: elsewhere, temporalUi: null } : own
    const logFile = (part: string) => join(dataDir, 'logs', `${part}.log`)
    const { onLine, database } = options
    const postgres =
      'url' in database
        ? null
        : await PostgresServer.create({
            dataDir,
            port: database.port,
            password: (await ensureDevelopmentSecrets(dataDir)).POSTGRES_PASSWORD ?? '',
            logFile: logFile('postgres'),
            ...(onLine ? { onLine: (line) => onLine('postgres', line) } : {}),
          })
    const databaseUrl = 'url' in database ? database.url : (postgres?.url() ?? '')
    const env = await partEnvironment({
      dataDir,
      host,
      namespace,
      addresses,
      ownServer,
      databaseUrl,
      env: options.env ?? {},
    })
    const parts = partsOf({ ...options, dataDir }, { host, ports, mode, env, logFile }, namespace)
    if (postgres) parts.set('postgres', postgres.part)
    return new Stack(parts, postgres, addresses, namespace, databaseUrl)
  }

  /** Without `postgres` and `temporal` when these run elsewhere. */
  get parts(): Part[] {
    return [...this.#parts.values()]
  }

  get names(): PartName[] {
    return [...this.#parts.keys()]
  }

  /** All parts but the worker, in steps that start in parallel. Only the worker needs a prepared Temporal. */
  get early(): PartName[][] {
    const others = this.names.filter((name) => name !== 'worker' && name !== 'postgres')
    return this.#postgres ? [['postgres'], others] : [others]
  }

  has(name: PartName): boolean {
    return this.#parts.has(name)
  }

  part(name: PartName): Part {
    const part = this.#parts.get(name)
    if (!part) throw new Error(`This stack runs no ${name}.`)
    return part
  }

  /** Starts one part and resolves once it is ready. */
  async start(name: PartName, signal?: AbortSignal): Promise<void> {
    const part = this.part(name)
    if (name === 'postgres') return this.#postgres?.start(signal)
    const { addresses, namespace } = this
    const ready: Record<Exclude<PartName, 'postgres'>, (limit: AbortSignal) => Promise<boolean>> = {
      temporal: (limit) => waitForTemporal(addresses.temporal, namespace, limit),
      simulator: (limit) =>
        waitForHttp(`${addresses.carrier}/health`, { limitMs: READY_LIMIT_MS, signal: limit }),
      worker: (limit) => workerIsReady(part, limit),
      web: (limit) =>
        waitForHttp(`${addresses.web}${apiPath('/api/health/live')}`, {
          limitMs: WEB_LIMIT_MS,
          signal: limit,
        }),
    }
    await startPart(part, ready[name], signal)
  }

  /** Sets up namespace and retention on the running Temporal server. */
  async prepare(signal?: AbortSignal): Promise<void> {
    const own = { address: this.addresses.temporal }
    const options = this.has('temporal') ? own : readTemporal(process.env).connectionOptions
    await prepareTemporal(options, this.namespace, { signal })
  }

  /** Resolves once the web process reports that Temporal and a worker answer. */
  async waitUntilReady(signal?: AbortSignal): Promise<void> {
    const url = `${this.addresses.web}${apiPath('/api/health/ready')}`
    if (await waitForHttp(url, { limitMs: READY_LIMIT_MS, everyMs: 250, signal })) return
    // A store that was set back is repaired while everything runs, so the stack counts as started.
    if ((await saidBy(url)).includes('STORE_SET_BACK')) return
    throw new Problem(`Everything has started, but ${url} says it is not ready. ${await saidBy(url)}`)
  }

  /** Starts everything. When one part fails, those already started are stopped again. */
  async startAll(signal?: AbortSignal): Promise<void> {
    try {
      for (const names of this.early) await Promise.all(names.map((name) => this.start(name, signal)))
      await this.prepare(signal)
      await this.start('worker', signal)
      await this.waitUntilReady(signal)
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /** Kills one part, as a crash would; it stays down until it is started. */
  async kill(name: PartName): Promise<void> {
    await this.part(name).kill()
  }

  async restart(name: PartName): Promise<void> {
    await this.part(name).stop()
    await this.start(name)
  }

  /** The last lines that one part printed since its start; all output is in `<dataDir>/logs/<part>.log`. */
  logs(name: PartName): string[] {
    return this.part(name).lastLines()
  }

  /** Stops all parts in order; resolves when no process is left. */
  async stop(): Promise<void> {
    for (const name of STOP_ORDER) await this.#parts.get(name)?.stop()
  }

  /** Kills all parts at once. */
  async killAll(): Promise<void> {
    await Promise.all(this.parts.map((part) => part.kill()))
  }
}

function partsOf(options: StackOptions, context: PartContext, namespace: string): Map<PartName, Part> {
  const { onLine, cliPath, dataDir, ports } = options
  const hearing = (name: PartName): PartContext =>
    onLine ? { ...context, onLine: (line) => onLine(name, line) } : context
  const parts = new Map<PartName, Part>()
  if (cliPath !== null) {
    const { logFile, onLine: hear } = hearing('temporal')
    parts.set(
      'temporal',
      temporalServer({
        cliPath,
        host: options.temporalHost ?? LOOPBACK,
        port: ports.temporal,
        uiPort: ports.temporalUi,
        dbFile: storeFile(dataDir),
        namespace,
        logFile: logFile('temporal'),
        onLine: hear,
      }),
    )
  }
  for (const name of ['simulator', 'worker', 'web'] as const)
    parts.set(name, programPart(name, hearing(name)))
  return parts
}
