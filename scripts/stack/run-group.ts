// Runs one command to its end in a process group of its own, so that nothing it started outlives it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'
import { ROOT } from './root'

const GRACE_MS = 10_000
const GUARD = join(ROOT, 'scripts', 'stack', 'guard.mjs')

export interface GroupCommand {
  /** A script for Node and its arguments. */
  args: string[]
  env?: NodeJS.ProcessEnv
  limitMs: number
  /** Whether its output goes straight to the terminal; otherwise it is returned. */
  show: boolean
  signal?: AbortSignal | undefined
}

export interface GroupResult {
  ok: boolean
  timedOut: boolean
  output: string
}

/** A time-out or an abort stops the whole group; the result tells them apart from a failure by `timedOut`. */
export async function runGroup({ args, env, limitMs, show, signal }: GroupCommand): Promise<GroupResult> {
  const sink = show ? 'inherit' : 'pipe'
  const guard = spawn(process.execPath, [GUARD, String(GRACE_MS), 'SIGTERM', process.execPath, ...args], {
    cwd: ROOT,
    env: env ?? process.env,
    stdio: ['ignore', sink, sink, 'ipc'],
    detached: process.platform !== 'win32',
  })
  const chunks: Buffer[] = []
  for (const stream of [guard.stdout, guard.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  guard.once('exit', () => endGroup(guard.pid))
  return withinLimit(limitMs, signal, async (stop) => {
    const end = () => {
      guard.kill('SIGTERM')
      setTimeout(() => endGroup(guard.pid), GRACE_MS).unref()
    }
    if (stop.aborted) end()
    stop.addEventListener('abort', end, { once: true })
    const [code] = await once(guard, 'close')
    return { ok: code === 0, timedOut: isOverLimit(stop), output: Buffer.concat(chunks).toString() }
  })
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // Nothing of the group is left.
  }
}
