// The Temporal development server as one part of the stack, with its state in one SQLite file.
import { basename, dirname } from 'node:path'
import { Connection } from '@temporalio/client'
import { channelArgs } from '@/lib/temporal/settings'
import { Part } from './part'
import { waitUntil } from './wait-until'

interface TemporalServerOptions {
  cliPath: string
  /** For the server and its pages: 127.0.0.1, or 0.0.0.0 or :: for every address of this machine. */
  host: string
  port: number
  /** null runs it without its pages. */
  uiPort: number | null
  /** null keeps everything in memory. */
  dbFile: string | null
  namespace: string
  logFile: string
  onLine?: ((line: string) => void) | undefined
}

const READY_LIMIT_MS = 30_000

const PRAGMAS = ['journal_mode=wal', 'synchronous=normal']

// In the order of the lines: timers fire up to 50 ms late instead of up to about a second; eager execution saves a
// round trip per activity; a workflow that fails its tasks is reported after two failures instead of five, up to a
// minute earlier; fairness, together with one partition per queue, keeps a sender with many packets from delaying all
// others (with several partitions each would have its own order).
const DYNAMIC_CONFIG = [
  'history.timerProcessorMaxTimeShift="50ms"',
  'system.enableActivityEagerExecution=true',
  'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2',
  'matching.enableFairness=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
]

function argumentsOf(options: TemporalServerOptions): string[] {
  const { host, port, uiPort, dbFile, namespace } = options
  return [
    ...['server', 'start-dev', '--ip', host, '--port', String(port)],
    ...(uiPort === null ? ['--headless'] : uiArguments(host, uiPort)),
    ...(dbFile === null
      ? []
      : // Only the file's name: the CLI makes a SQLite URI of the path, in which #, ? and % have a meaning.
        ['--db-filename', basename(dbFile), ...PRAGMAS.flatMap((it) => ['--sqlite-pragma', it])]),
    ...DYNAMIC_CONFIG.flatMap((it) => ['--dynamic-config-value', it]),
    ...['--namespace', namespace, '--log-level', 'error'],
  ]
}

function uiArguments(host: string, port: number): string[] {
  return ['--ui-ip', host, '--ui-port', String(port), '--ui-disable-news-fetch']
}

/**
 * The environment without TEMPORAL_* and OTEL_*: the CLI would take the former for settings of a client, and the server
 * would send its own traces as the latter say. It even rejects empty OTEL_* variables.
 */
function environment(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  for (const name of Object.keys(env)) if (/^(TEMPORAL|OTEL)_/.test(name)) delete env[name]
  return env
}

export function temporalServer(options: TemporalServerOptions): Part {
  return new Part({
    name: 'temporal',
    program: options.cliPath,
    args: argumentsOf(options),
    env: environment(),
    ...(options.dbFile === null ? {} : { cwd: dirname(options.dbFile) }),
    logFile: options.logFile,
    graceMs: 10_000,
    onLine: options.onLine,
  })
}

/** True once the server at `address` (host:port) knows the namespace; false after half a minute. */
export async function waitForTemporal(
  address: string,
  namespace: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const connection = Connection.lazy({ address, channelArgs: channelArgs(address) })
  try {
    const ready = await waitUntil(
      () =>
        connection
          .withDeadline(Date.now() + 2000, () => connection.workflowService.describeNamespace({ namespace }))
          .catch(() => null),
      { limitMs: READY_LIMIT_MS, signal },
    )
    return ready !== null
  } finally {
    await connection.close()
  }
}
