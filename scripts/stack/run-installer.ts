// A program that installs something: announced, bounded in time, and its failure told in its own last words.
import { execa } from 'execa'
import { ROOT } from './root'

export interface Installer {
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
