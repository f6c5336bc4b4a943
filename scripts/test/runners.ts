// Vitest and Playwright: how to run each, how to read its report, and the total of both.
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '../stack/root'
import { runGroup } from '../stack/run-group'

export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** Each failed test and why, one per line, for a reader who only sees the end of the output. */
  failures?: string[]
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 }

export function sum(all: Counts[]): Counts {
  return all.reduce(
    (left, right) => ({
      passed: left.passed + right.passed,
      failed: left.failed + right.failed,
      skipped: left.skipped + right.skipped,
    }),
    none,
  )
}

/** The last line of `npm test`. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

const count = z.number().int().nonnegative()

const vitestReport = z.object({
  numPassedTests: count,
  numFailedTests: count,
  numPendingTests: count,
  numTodoTests: count,
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).default([]),
        }),
      ),
    }),
  ),
})

/** Counts the tests. A file that could not be loaded counts as one failed test, since none of its tests can fail. */
export function vitestCounts(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    vitestReport.parse(report)
  const unloadable = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failures = testResults.flatMap(({ name, message, assertionResults }) => [
    ...(assertionResults.length === 0 && message !== '' ? [`${name}: ${firstLine(message)}`] : []),
    ...assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${name}: ${fullName}: ${firstLine(failureMessages[0])}`),
  ])
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloadable.length,
    skipped: numPendingTests + numTodoTests,
    ...(failures.length > 0 && { failures }),
  }
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0] ?? ''
}

const playwrightReport = z.object({
  stats: z.object({ expected: count, unexpected: count, flaky: count, skipped: count }),
})

/** A flaky test counts as failed, because it did fail. */
export function playwrightCounts(report: unknown): Counts {
  const { expected, unexpected, flaky, skipped } = playwrightReport.parse(report).stats
  return { passed: expected, failed: unexpected + flaky, skipped }
}

/** Corrects the counts: a runner that failed without a failed test crashed; one without a report proved nothing. */
export function truthful(counts: Counts | null, runnerSucceeded: boolean): Counts {
  if (counts === null) return { ...none, failed: 1 }
  if (!runnerSucceeded && counts.failed === 0) return { ...counts, failed: 1 }
  return counts
}

interface Runner {
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
    limitMs: 30 * 60_000,
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
    limitMs: 45 * 60_000,
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

/** Runs a test runner and shows its output. The counts are right even when it crashes or takes too long. */
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
