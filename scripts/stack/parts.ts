// The programs of the product as parts of a stack.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Ports } from './addresses'
import { Part } from './part'
import { environmentFor } from './part-env'
import { ROOT } from './root'
import { waitUntil } from './wait-until'

/** What the definition of every part needs. */
export interface PartContext {
  host: string
  ports: Ports
  mode: 'production' | 'development'
  /** The complete environment of the part. */
  env: NodeJS.ProcessEnv
  logFile: (part: string) => string
  onLine?: ((line: string) => void) | undefined
}

interface Program {
  /** Additional options of Node. */
  options?: string[]
  env: (context: PartContext) => Record<string, string>
  graceMs: number
}

const PROGRAMS = {
  /** The web process: receipts, pages and API. */
  web: {
    env: ({ host, ports }) => ({ HOST: host, PORT: String(ports.web), NEXT_TELEMETRY_DISABLED: '1' }),
    graceMs: 10_000,
  },
  /** The Temporal worker. It drains before it stops, so it has the longest grace period. */
  worker: {
    options: ['--import', pathToFileURL(join(ROOT, 'worker', 'each-thread.mjs')).href],
    env: ({ ports: { metrics } }) => ({
      WORKFLOW_BUNDLE_PATH: join(ROOT, 'dist', 'workflow-bundle.js'),
      ...(metrics !== undefined && { METRICS_PORT: String(metrics) }),
    }),
    graceMs: 20_000,
  },
  /** It plays other companies, so it gets neither the key that seals tokens nor access to the packets. */
  simulator: {
    env: ({ host, ports }) => ({ HOST: host, CARRIER_PORT: String(ports.carrier) }),
    graceMs: 10_000,
  },
} satisfies Record<string, Program>

/**
 * Node's options for web process and worker, here and in the Dockerfile. Most of what a request or a delivery
 * allocates is garbage at once. With the default of 16 MB for young objects, collecting it took a quarter of the
 * processor time. With 64 MB, 500 live views held eight times the memory.
 */
export const NODE_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=32']

export function programPart(name: keyof typeof PROGRAMS, context: PartContext): Part {
  const { mode, env, logFile, onLine } = context
  const { options = [], env: own, graceMs }: Program = PROGRAMS[name]
  return new Part({
    name,
    program: process.execPath,
    args: [...NODE_OPTIONS, ...options, join(ROOT, 'dist', `${name}.mjs`)],
    env: { ...environmentFor(name, env), NODE_ENV: mode, ...own(context) },
    logFile: logFile(name),
    graceMs,
    onLine,
  })
}

const WORKER_LIMIT_MS = 30_000

/** Waits for the line that a worker prints at every log level when it polls. */
export async function workerIsReady(part: Part, signal: AbortSignal): Promise<boolean> {
  const isReady = async () => part.lastLines().includes('worker ready')
  return (await waitUntil(isReady, { limitMs: WORKER_LIMIT_MS, signal })) === true
}
