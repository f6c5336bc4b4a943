// Debian's packages, for a machine that has nothing yet: only as root, who need not be asked for a password.
import { existsSync } from 'node:fs'
import { type Installing, runInstaller } from './run-installer'

const LIMIT_MS = 300_000

function aptGet(args: string[], installing: Installing): Promise<boolean> {
  const name = `apt-get ${args.join(' ')}`
  return runInstaller({ name, program: 'apt-get', args, limitMs: LIMIT_MS }, installing)
}

/** Whether the package is installed now; false at once where that cannot be done. */
export async function installDebianPackage(name: string, installing: Installing): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false
  const install = ['install', '-y', '--no-install-recommends', name]
  // A new machine has no lists of packages; one that has them is spared the wait.
  if (await aptGet(install, installing)) return true
  return (await aptGet(['update'], installing)) && aptGet(install, installing)
}
