/** Process-wide facts of the web process: its log, the build that it serves, and whether it is stopping. */
import 'server-only'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { settings } from './env'
import { processWide } from './process-wide'

/** Lines of JSON on standard output. Callers pass names, counts and times, never contents, tokens or headers. */
export const log = processWide('log', () =>
  pino({ level: settings().logLevel, base: { part: 'web' }, timestamp: pino.stdTimeFunctions.isoTime }),
)

/** Build id of the pages. Pages compare it with their own to notice that the server was updated. */
export const buildId = processWide('build-id', () => {
  try {
    return readFileSync(join(process.cwd(), '.next', 'BUILD_ID'), 'utf8').trim()
  } catch {
    // The development server has no build id; it refreshes its pages itself.
    return 'development'
  }
})

/** Process id and host name, which distinguish this process from others. */
export function processName(): string {
  return `${process.pid}@${hostname()}`
}

const state = processWide('stopping', () => ({ stopping: false }))

/** From now on the process finishes open requests and closes each connection after its answer. */
export function noteStopping(): void {
  state().stopping = true
}

export function isStopping(): boolean {
  return state().stopping
}

/**
 * Closes the connection while stopping: the server stops only once all connections are closed, and a kept-alive one
 * may be used forever.
 */
export function letGoWhenStopping(response: Response): Response {
  if (state().stopping) response.headers.set('Connection', 'close')
  return response
}
