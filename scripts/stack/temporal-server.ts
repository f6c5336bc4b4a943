// The Temporal development server as one part of the stack, with its state in one SQLite file.
import { basename, dirname } from 'node:path'
import { Connection } from '@temporalio/client'
import { channelArgs } from '@/lib/temporal/settings'
import { Part } from './part'
import { waitUntil } from './wait-until'

interface TemporalServerOptions {
  cliPath: string
  /** Of the server and its pages: 127.0.0.1, or 0.0.0.0 or :: for every address of this machine. */
  host: string
  port: number
  /** null runs it without its own pages. */
  uiPort: number | null
  /** null keeps everything in memory. */
  dbFile: string | null
  namespace: string
  logFile: string
  onLine?: ((line: string) => void) | undefined
}

const READY_LIMIT_MS = 30_000

const PRAGMAS = ['journal_mode=wal', 'synchronous=normal']

// Timers would otherwise round up to about a second; eager execution spares a round trip for each activity; what no
// worker can go on with would be reported after five failures only, up to a minute later; and a sender with many packets
// would hold up all others: without fairness, and with several partitions of a queue, each of which has its own order.
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
      : // The name alone, for of a path the CLI makes an address of SQLite's, in which #, ? and % mean something else.
        ['--db-filename', basename(dbFile), ...PRAGMAS.flatMap((it) => ['--sqlite-pragma', it])]),
    ...DYNAMIC_CONFIG.flatMap((it) => ['--dynamic-config-value', it]),
    ...['--namespace', namespace, '--log-level', 'error'],
  ]
}

function uiArguments(host: string, port: number): string[] {
  return ['--ui-ip', host, '--ui-port', String(port), '--ui-disable-news-fetch']
}

/**
 * The CLI reads TEMPORAL_* as connection settings of a client, and the server OTEL_* as where to send traces of its own, an
 * empty one as a mistake: they must see none of them.
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

/** True once the server at `address` (host:port) knows the namespace, within half a minute. */
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
