// Information about other processes. A bare machine may lack `ps`; only Linux has /proc to do without it.
import { readdirSync, readFileSync } from 'node:fs'
import { execa } from 'execa'
import { waitUntil } from '../wait-until'

type Pair = [pid: number, parent: number]

/**
 * Null when the process has ended. Linux only.
 * @param entry below `/proc`: a process, or one of its threads
 */
function statOf(entry: number | string): { state: string; parent: number } | null {
  try {
    // The name before these fields is in parentheses and may itself contain blanks and parentheses.
    const [, state, parent] = /^.*\) (\S+) (\d+) /s.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? []
    return state === undefined ? null : { state, parent: Number(parent) }
  } catch {
    return null
  }
}

/** Whether a process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // The process exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  if (process.platform !== 'linux') return true
  const stat = statOf(pid)
  return stat !== null && stat.state !== 'Z'
}

/** All processes with their parents. */
async function allProcesses(): Promise<Pair[]> {
  if (process.platform === 'linux') return readdirSync('/proc').flatMap(fromProc)
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout.split('\n').map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number)
    return [pid, parent]
  })
}

function fromProc(entry: string): Pair[] {
  const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : null
  return stat === null ? [] : [[Number(entry), stat.parent]]
}

/** The process ids of everything that `root` has started, directly or not. */
export async function descendantsOf(root: number): Promise<number[]> {
  const pairs = await allProcesses()
  const found = [root]
  for (const parent of found) for (const [pid, ppid] of pairs) if (ppid === parent) found.push(pid)
  return found.slice(1)
}

/**
 * Suspends a process until it gets SIGCONT. Resolves once each of its threads has stopped, which one that waits for the
 * disk does later; until then the others can go on.
 */
export async function suspend(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP')
  if (process.platform !== 'linux') return
  const stopped = await waitUntil(async () => areThreadsStopped(pid), {
    limitMs: 10_000,
    everyMs: 5,
  })
  if (stopped === null) throw new Error(`Process ${pid} did not stop within 10 s.`)
}

function areThreadsStopped(pid: number): boolean {
  const threads = readdirSync(`/proc/${pid}/task`)
  return threads.every((thread) => statOf(`${pid}/task/${thread}`)?.state === 'T')
}
