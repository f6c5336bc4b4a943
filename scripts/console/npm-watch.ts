import { spawnSync } from 'node:child_process'

/** npm itself when a shell stands between it and us; null when npm is our parent, and where no `ps` tells. */
function npmBehind(parent: number): number | null {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(parent)], { encoding: 'utf8' })
  const shell = /^\s*(\d+)\s+\S*sh -c /.exec(stdout ?? '')
  return shell ? Number(shell[1]) : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
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
