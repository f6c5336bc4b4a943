/** What there is of the web process as a whole: its log, the build that it serves, and whether it was told to stop. */
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

/** Of the pages. They compare it with their own to tell when the server was updated. */
export const buildId = processWide('build-id', () => {
  try {
    return readFileSync(join(process.cwd(), '.next', 'BUILD_ID'), 'utf8').trim()
  } catch {
    // The development server has none; it renews its pages itself.
    return 'development'
  }
})

/** Process id and machine, as people and other processes tell this one from others. */
export function processName(): string {
  return `${process.pid}@${hostname()}`
}

const state = processWide('stopping', () => ({ stopping: false }))

/** From now on it finishes what it was asked, and asks no reader to stay. */
export function noteStopping(): void {
  state().stopping = true
}

export function isStopping(): boolean {
  return state().stopping
}

/** The framework stops only once every connection is closed, and a kept one may be used for ever. */
export function letGoWhenStopping(response: Response): Response {
  if (state().stopping) response.headers.set('Connection', 'close')
  return response
}
