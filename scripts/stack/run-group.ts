// Runs programs behind a guard, in a process group of their own, so that nothing they started outlives them.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'
import { ROOT } from './root'

const GRACE_MS = 10_000

const GUARD = join(ROOT, 'scripts', 'stack', 'guard.mjs')

export interface Guarded {
  /** An absolute path, or a name on PATH. */
  program: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** By default the project's root. */
  cwd?: string
  /** The signal that asks it to stop; by default SIGTERM. */
  stopSignal?: NodeJS.Signals
  /** Milliseconds that it may take to stop by itself when asked. */
  graceMs: number
  output: 'inherit' | 'pipe'
}

/** Starts a program behind a guard (guard.mjs), which leads a process group of its own. */
export function spawnGuarded({
  program,
  args,
  env,
  cwd = ROOT,
  stopSignal = 'SIGTERM',
  graceMs,
  output,
}: Guarded): ChildProcess {
  return spawn(process.execPath, [GUARD, String(graceMs), stopSignal, program, ...args], {
    cwd,
    env,
    stdio: ['ignore', output, output, 'ipc'],
    detached: process.platform !== 'win32',
  })
}

/** Sends a signal to the guard and everything that it has started. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // No process of the group is left.
  }
}

interface GroupCommand {
  /** A script for Node, and its arguments. */
  args: string[]
  env?: NodeJS.ProcessEnv
  limitMs: number
  /** Whether its output goes directly to the terminal; otherwise it is returned. */
  show: boolean
  signal?: AbortSignal | undefined
}

interface GroupResult {
  ok: boolean
  timedOut: boolean
  output: string
}

/** Runs a command. A time-out or an abort stops the whole group; `timedOut` tells a time-out from a failure. */
export async function runGroup({ args, env, limitMs, show, signal }: GroupCommand): Promise<GroupResult> {
  const guard = spawnGuarded({
    program: process.execPath,
    args,
    env: env ?? process.env,
    graceMs: GRACE_MS,
    output: show ? 'inherit' : 'pipe',
  })
  const chunks: Buffer[] = []
  for (const stream of [guard.stdout, guard.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  guard.once('exit', () => signalGroup(guard, 'SIGKILL'))
  return withinLimit(limitMs, signal, async (stop) => {
    const end = () => {
      guard.kill('SIGTERM')
      setTimeout(() => signalGroup(guard, 'SIGKILL'), GRACE_MS).unref()
    }
    if (stop.aborted) end()
    stop.addEventListener('abort', end, { once: true })
    const [code] = await once(guard, 'close')
    return { ok: code === 0, timedOut: isOverLimit(stop), output: Buffer.concat(chunks).toString() }
  })
}
