// The stack that is measured: the whole product on free ports, with all of its state in a folder of its own.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import pLimit from 'p-limit'
import { openStore, type Store } from '@/lib/store/store'
import { describeFailure, Problem } from '../console/problem'
import { freePorts } from '../stack/addresses'
import { Part } from '../stack/part'
import { Stack } from '../stack/stack'

interface BenchOptions {
  cliPath: string
  browserPath: string
  quick: boolean
  say: (line: string) => void
  signal: AbortSignal
}

export interface Bench extends BenchOptions {
  stack: Stack
  /** A plain Temporal client, as any other program would use. */
  client: Client
  /** The store that the measured processes use. */
  store: Store
  folder: string
  /** Called in reverse order when everything is over. */
  onEnd: (undo: () => Promise<unknown>) => void
}

async function createStack(folder: string, cliPath: string): Promise<Stack> {
  const [web = 0, temporal = 0, temporalUi = 0, carrier = 0, postgres = 0] = await freePorts(5)
  return Stack.create({
    ports: { web, temporal, temporalUi, carrier },
    dataDir: folder,
    database: { port: postgres },
    cliPath,
    // Empty: the built-in rules choose the provider, as in production.
    env: { ROUTING_URL: '', CARRIER_PROFILES: 'instant' },
  })
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    if (signal.aborted) fail(signal.reason)
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
}

/** Runs the undo functions in the given order. A failing one is reported and does not stop the others. */
async function undoAll(undos: (() => Promise<unknown>)[], say: (line: string) => void): Promise<void> {
  for (const undo of undos) {
    await undo().catch((error: unknown) => say(`Not everything could be stopped: ${describeFailure(error)}`))
  }
}

/** Starts everything, passes it to `measure`, and cleans everything up, also when measuring fails. */
export async function withBench<T>(options: BenchOptions, measure: (bench: Bench) => Promise<T>): Promise<T> {
  const { signal, say } = options
  const undos: (() => Promise<unknown>)[] = []
  const onEnd = (undo: () => Promise<unknown>) => void undos.unshift(undo)
  const folder = await mkdtemp(join(tmpdir(), 'waybill-bench-'))
  onEnd(() => rm(folder, { recursive: true, force: true }))
  try {
    const stack = await createStack(folder, options.cliPath)
    onEnd(() => stack.stop())
    say('Starting PostgreSQL, Temporal, simulator, worker and web')
    await stack.startAll(signal)
    // Not closed when something fails: calls that are still being retried would be rejected without a handler.
    const connection = await Connection.connect({ address: stack.addresses.temporal })
    const client = new Client({ connection, namespace: stack.namespace })
    const store = openStore({
      url: stack.part('web').command.env.DATABASE_URL ?? '',
      name: 'bench',
      limitMs: 120_000,
    })
    onEnd(() => store.close())
    const measuring = measure({ ...options, stack, client, store, folder, onEnd })
    const result = await Promise.race([measuring, rejectionOf(signal)])
    await connection.close()
    return result
  } finally {
    say('Stopping everything')
    await undoAll(undos, say)
  }
}

/** Starts a further process of one of the stack's programs with other settings; it is stopped at the end. */
export function partBeside(
  { stack, folder, onEnd }: Bench,
  program: 'web' | 'worker',
  { name, env }: { name: string; env: Record<string, string> },
): Part {
  const { command } = stack.part(program)
  const logFile = join(folder, 'logs', `${name}.log`)
  const part = new Part({ ...command, env: { ...command.env, ...env }, logFile })
  onEnd(() => part.stop())
  return part
}

/** Runs `total` tasks, at most `width` at a time, and returns their results. Throws the first failure. */
export function runInFlight<T>(
  total: number,
  width: number,
  task: (index: number) => Promise<T>,
): Promise<T[]> {
  const indexes = Array.from({ length: total }, (_, index) => index)
  return pLimit(width).map(indexes, (index) => task(index))
}

/** Resident memory of a process in kilobytes, as Linux reports it. */
export async function residentKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => {
    throw new Problem(
      `/proc/${pid}/status cannot be read; memory is measured on Linux only, of a process that runs.`,
    )
  })
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
}
