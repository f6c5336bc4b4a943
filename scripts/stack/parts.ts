// The programs of the product as parts of a stack: how each is started, and how it is known to be ready.
import { join } from 'node:path'
import { apiPaths } from '@/lib/contract/paths'
import type { Ports } from './addresses'
import { Part, type PartCommand } from './part'
import { environmentFor } from './part-env'
import { ROOT } from './root'
import { waitForHttp, waitUntil } from './wait-until'

/** What every part is built from. */
export interface PartContext {
  host: string
  ports: Ports
  mode: 'production' | 'development'
  /** The whole environment of the part. */
  env: NodeJS.ProcessEnv
  logFile: (part: string) => string
  onLine?: ((line: string) => void) | undefined
}

/**
 * How a program of the product is run, here and in the Dockerfile. Most of what a request or a delivery leaves behind is
 * garbage at once; with the usual 16 MB for young objects, collecting it took a quarter of the processor time, and with
 * 64 MB 500 live views held eight times the memory.
 */
function nodeProgram(file: string): Pick<PartCommand, 'program' | 'args'> {
  const args = ['--enable-source-maps', '--max-semi-space-size=32', join(ROOT, 'dist', file)]
  return { program: process.execPath, args }
}

const SIMULATOR_LIMIT_MS = 20_000

/** The carrier simulator. It plays other companies, so the key that seals our tokens is kept from it, and the packets. */
export function simulatorPart({ host, ports, mode, env, logFile, onLine }: PartContext): Part {
  return new Part({
    name: 'simulator',
    ...nodeProgram('simulator.mjs'),
    env: {
      ...environmentFor('simulator', env),
      NODE_ENV: mode,
      HOST: host,
      CARRIER_PORT: String(ports.carrier),
    },
    logFile: logFile('simulator'),
    graceMs: 10_000,
    onLine,
  })
}

export function simulatorIsReady(address: string, signal: AbortSignal): Promise<boolean> {
  return waitForHttp(`${address}/health`, { limitMs: SIMULATOR_LIMIT_MS, signal })
}

const WEB_LIMIT_MS = 60_000

/** The web process: receipts, pages and API. */
export function webPart({ host, ports, mode, env, logFile, onLine }: PartContext): Part {
  return new Part({
    name: 'web',
    ...nodeProgram('web.mjs'),
    env: {
      ...environmentFor('web', env),
      NODE_ENV: mode,
      HOST: host,
      PORT: String(ports.web),
      NEXT_TELEMETRY_DISABLED: '1',
    },
    logFile: logFile('web'),
    graceMs: 10_000,
    onLine,
  })
}

export function webIsReady(address: string, signal: AbortSignal): Promise<boolean> {
  return waitForHttp(`${address}${apiPaths.live}`, { limitMs: WEB_LIMIT_MS, signal })
}

const WORKER_LIMIT_MS = 30_000
const READY_LINE = 'worker ready'

/** The Temporal worker; it drains before it stops, so its grace is the longest. */
export function workerPart({ mode, env, logFile, onLine }: PartContext): Part {
  return new Part({
    name: 'worker',
    ...nodeProgram('worker.mjs'),
    env: {
      ...environmentFor('worker', env),
      NODE_ENV: mode,
      WORKFLOW_BUNDLE_PATH: join(ROOT, 'dist', 'workflow-bundle.js'),
    },
    logFile: logFile('worker'),
    graceMs: 20_000,
    onLine,
  })
}

/** The worker says when it polls, whatever its log level. */
export async function workerIsReady(part: Part, signal: AbortSignal): Promise<boolean> {
  const ready = await waitUntil(async () => (part.lastLines().includes(READY_LINE) ? true : null), {
    limitMs: WORKER_LIMIT_MS,
    signal,
  })
  return ready === true
}
