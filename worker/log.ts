/** Structured logs of the worker. Task tokens, sealed tokens and contents are removed wherever they occur. */
import { DefaultLogger, type LogEntry, type Logger } from '@temporalio/worker'
import pino from 'pino'

const removed = ['taskToken', 'token', 'contents', '*.taskToken', '*.token', '*.contents']

/** Writes to standard output by default. */
export function createLog(
  level: string,
  destination: pino.DestinationStream = pino.destination(),
): pino.Logger {
  const options = {
    level,
    base: { process: 'worker' },
    redact: { paths: removed, censor: '[removed]' },
    serializers: { error: pino.stdSerializers.err },
  }
  return pino(options, destination)
}

/** Passes the SDK's own entries on to our log. */
export function createSdkLogger(log: pino.Logger): Logger {
  return new DefaultLogger('DEBUG', (entry) => write(log, entry))
}

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const

function write(log: pino.Logger, entry: LogEntry): void {
  const { taskToken: _, ...meta } = entry.meta ?? {}
  log[levels[entry.level]](withoutTokens(meta), withoutToken(entry.message))
}

/** The SDK's native part writes task tokens into its message texts. */
const nativeToken = /task_?token\W*\s*[=:]\s*(?:TaskToken\()?[^\s,;)}]+\)?/gi

function withoutToken(text: string): string {
  return text.replace(nativeToken, 'task_token=[removed]')
}

function withoutTokens(meta: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(meta).filter(([name]) => !/task_?token/i.test(name))
  return Object.fromEntries(
    kept.map(([name, value]) => [name, typeof value === 'string' ? withoutToken(value) : value]),
  )
}
