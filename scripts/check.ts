// `npm run check`: all checks of the code that do not run it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listenForInterruption } from './console/interruption'
import { describeFailure } from './console/problem'
import { ROOT } from './stack/root'
import { runGroup } from './stack/run-group'

export interface Check {
  name: string
  /** Scripts of installed packages with their arguments; Node runs them one after the other. */
  commands: [script: string, ...args: string[]][]
}

function bin(...path: string[]): string {
  return join(ROOT, 'node_modules', ...path)
}

const ROOMS = [
  'app',
  'components',
  'lib',
  'web',
  'worker',
  'simulator',
  'consumer',
  'scripts',
  'examples',
  'e2e',
].filter((room) => existsSync(join(ROOT, room)))

export /** In the order in which their complaints are worth reading. */
const checks: Check[] = [
  { name: 'lint and format', commands: [[bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']] },
  {
    name: 'types',
    commands: [
      // Next writes the types of routes and style sheets, which a fresh clone does not have.
      [bin('next', 'dist', 'bin', 'next'), 'typegen'],
      [bin('typescript', 'bin', 'tsc'), '--noEmit', '--project', '.'],
    ],
  },
  {
    name: 'dependency arrows',
    commands: [
      [
        bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
        ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
        ...ROOMS,
      ],
    ],
  },
  { name: 'dead code', commands: [[bin('knip', 'bin', 'knip.js')]] },
]

const LIMIT_MS = 180_000

interface CheckResult {
  ok: boolean
  output: string
}

async function runCheck({ commands }: Check, signal?: AbortSignal): Promise<CheckResult> {
  for (const args of commands) {
    const { ok, timedOut, output } = await runGroup({ args, limitMs: LIMIT_MS, show: false, signal })
    if (timedOut) return { ok: false, output: `${output}\nIt took over ${LIMIT_MS / 1000} s.` }
    if (!ok) return { ok: false, output }
  }
  return { ok: true, output: '' }
}

/**
 * Runs every check, also after another has failed; each counts as one test.
 * @throws the signal's reason when it is aborted
 */
export async function runChecks(signal?: AbortSignal): Promise<{ passed: number; failed: number }> {
  let failed = 0
  for (const check of checks) {
    const started = Date.now()
    process.stdout.write(`Checking ${check.name} … `)
    const { ok, output } = await runCheck(check, signal).catch((error: unknown) => ({
      ok: false,
      output: describeFailure(error),
    }))
    if (signal?.aborted) console.log('stopped')
    signal?.throwIfAborted()
    console.log(`${ok ? 'ok' : 'FAILED'}, ${((Date.now() - started) / 1000).toFixed(1)} s`)
    if (!ok) {
      failed += 1
      console.log(output.trim())
    }
  }
  return { passed: checks.length - failed, failed }
}

/** @returns the exit status */
export async function check(): Promise<number> {
  const { signal } = listenForInterruption()
  try {
    const { failed } = await runChecks(signal)
    return failed > 0 ? 1 : 0
  } catch (error) {
    if (signal.aborted) return 130
    throw error
  }
}
