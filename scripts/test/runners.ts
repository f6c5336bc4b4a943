// Vitest and Playwright, each with its report in a file beside what it shows.
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ROOT } from '../stack/root'
import { runGroup } from '../stack/run-group'
import { type Counts, playwrightCounts, truthful, vitestCounts } from './counts'

export interface Runner {
  name: string
  args: string[]
  env: NodeJS.ProcessEnv
  limitMs: number
  reportFile: string
  count: (report: unknown) => Counts
}

function reportFile(name: string): string {
  return join(ROOT, '.cache', 'test', `${name}.json`)
}

export function vitestRunner(env: NodeJS.ProcessEnv): Runner {
  const file = reportFile('vitest')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  return {
    name: 'unit, workflow and replay tests',
    args: [join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters],
    env,
    limitMs: 15 * 60_000,
    reportFile: file,
    count: vitestCounts,
  }
}

export function playwrightRunner(env: NodeJS.ProcessEnv): Runner {
  const file = reportFile('playwright')
  return {
    name: 'end-to-end tests',
    args: [join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'],
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    limitMs: 25 * 60_000,
    reportFile: file,
    count: playwrightCounts,
  }
}

async function readCounts({ reportFile: file, count }: Runner): Promise<Counts | null> {
  try {
    return count(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

/** Runs it with its output shown; the counts are true also when it crashes or takes too long. */
export async function runTests(runner: Runner, signal?: AbortSignal): Promise<Counts> {
  await mkdir(dirname(runner.reportFile), { recursive: true })
  await rm(runner.reportFile, { force: true })
  console.log(`\nRunning ${runner.name}`)
  const { args, env, limitMs } = runner
  const { ok, timedOut } = await runGroup({ args, env, limitMs, show: true, signal })
  if (timedOut) console.log(`The ${runner.name} took over ${limitMs / 60_000} minutes and were stopped.`)
  const reported = await readCounts(runner)
  const counts = truthful(reported, ok)
  if (reported === null) console.log(`The ${runner.name} left no report, which counts as one failure.`)
  else if (counts.failed > reported.failed)
    console.log(`The ${runner.name} crashed, which counts as one failure.`)
  return counts
}
