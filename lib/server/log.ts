import 'server-only'
import pino from 'pino'
import { settings } from './env'
import { processWide } from './process-wide'

/** Lines of JSON on standard output. Callers pass names, counts and times, never contents, tokens or headers. */
export const log = processWide('log', () =>
  pino({ level: settings().logLevel, base: { part: 'web' }, timestamp: pino.stdTimeFunctions.isoTime }),
)
