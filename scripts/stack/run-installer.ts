// A program that installs something: announced, bounded in time, and its failure told in its own last words.
import { existsSync } from 'node:fs'
import { execa } from 'execa'
import { ROOT } from './root'

interface Installer {
  /** As a person would type it. */
  name: string
  program: string
  args: string[]
  limitMs: number
}

export interface Installing {
  report: (line: string) => void
  signal?: AbortSignal | undefined
}

/** The last line that is not part of a stack. */
function lastSentence(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
  return lines.at(-1)?.trim() ?? 'it said nothing'
}

/** Whether it succeeded; a failure is reported, an interruption thrown. */
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
 * For a machine that has nothing yet: only as root, who need not be asked for a password. Whether the package is installed
 * now; false at once where that cannot be done.
 */
export async function installDebianPackage(name: string, installing: Installing): Promise<boolean> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false
  const install = ['install', '-y', '--no-install-recommends', name]
  // A new machine has no lists of packages; one that has them is spared the wait.
  if (await aptGet(install, installing)) return true
  return (await aptGet(['update'], installing)) && aptGet(install, installing)
}
