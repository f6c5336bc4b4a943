import { spawnSync } from 'node:child_process'
import { commandOf, isAlive, statOf } from './processes'

/** "PARENT ARGUMENTS" of a process; empty when nothing tells. */
function described(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  }
  return `${statOf(pid)?.parent ?? ''} ${commandOf(pid)}`
}

/** npm itself when a shell stands between it and us; null when npm is our parent, and where nothing tells. */
function npmBehind(parent: number): number | null {
  const shell = /^\s*(\d+)\s+\S*sh -c /.exec(described(parent))
  return shell ? Number(shell[1]) : null
}

/**
 * Tells whether the npm that runs us has gone. Its shell passes no signal on: SIGTERM ends npm and the shell, which
 * leaves us with another parent; SIGKILL ends npm alone. Who runs us without npm may leave us behind on purpose.
 */
export function watchNpm(): () => boolean {
  if (process.env.npm_lifecycle_event === undefined) return () => false
  const parent = process.ppid
  const npm = npmBehind(parent)
  return () => process.ppid !== parent || (npm !== null && !isAlive(npm))
}
