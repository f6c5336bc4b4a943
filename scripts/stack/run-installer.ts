// Runs a program that installs something: announced, limited in time, and reported with its own last line on failure.
import { existsSync } from 'node:fs'
import { execa } from 'execa'
import { ROOT } from './root'

interface Installer {
  /** The command as a person would type it. */
  name: string
  program: string
  args: string[]
  limitMs: number
}

export interface Installing {
  report: (line: string) => void
  signal?: AbortSignal | undefined
}

/** The last line that does not belong to a stack trace. */
function lastSentence(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
  return lines.at(-1)?.trim() ?? 'it said nothing'
}

/** Returns whether it succeeded. Reports a failure; throws when interrupted. */
export async function runInstaller(
  { name, program, args, limitMs }: Installer,
  { report, signal }: Installing,
): Promise<boolean> {
  report(`Running ${name}`)
  const { failed, timedOut, all } = await execa(program, args, {
    cwd: ROOT,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    reject: false,
    all: true,
    stdin: 'ignore',
    timeout: limitMs,
    ...(signal ? { cancelSignal: signal } : {}),
  })
  signal?.throwIfAborted()
  if (timedOut) report(`${name} took over ${limitMs / 1000} s and was stopped.`)
  else if (failed) report(`${name} failed: ${lastSentence(all ?? '')}`)
  return !failed
}

const LIMIT_MS = 300_000

function aptGet(args: string[], installing: Installing): Promise<boolean> {
  const name = `apt-get ${args.join(' ')}`
  return runInstaller({ name, program: 'apt-get', args, limitMs: LIMIT_MS }, installing)
}

/**
 * Installs a Debian package on a bare machine. Only as root, who needs no password. Returns whether the package is now
 * installed; false at once when this is not Debian or not root.
 */
export async function installDebianPackage(name: string, installing: Installing): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false
  const install = ['install', '-y', '--no-install-recommends', name]
  // Tries without an update first: only a new machine lacks package lists, and updating them takes time.
  if (await aptGet(install, installing)) return true
  return (await aptGet(['update'], installing)) && aptGet(install, installing)
}
