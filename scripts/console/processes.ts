// What the system tells of other processes. A machine with Node alone may lack `ps`; only Linux tells without it.
import { readFileSync } from 'node:fs'

/** Null when the process has ended. */
function fromProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}

/** Null when it has ended. On Linux only. */
export function statOf(pid: number): { state: string; parent: number } | null {
  // The name before them stands in brackets and may itself hold blanks and brackets.
  const [, state, parent] = /^.*\) (\S+) (\d+) /s.exec(fromProc(pid, 'stat') ?? '') ?? []
  return state === undefined ? null : { state, parent: Number(parent) }
}

/** Its command line, blanks between the words; empty when it has ended. On Linux only. */
export function commandOf(pid: number): string {
  return (fromProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ')
}

/** Whether a process runs; one that is dead but not yet collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // It runs, for somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  if (process.platform !== 'linux') return true
  const stat = statOf(pid)
  return stat !== null && stat.state !== 'Z'
}
