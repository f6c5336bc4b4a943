// `npm test`: set-up, static checks, unit and workflow tests, a build, end-to-end tests, and one total.
import { buildProcessesStep, buildWebStep } from '../build/steps'
import { runChecks } from '../check'
import { listenForInterruption } from '../console/interruption'
import { describeFailure } from '../console/problem'
import { runSteps } from '../console/steps'
import { findBrowser } from '../setup/browser'
import { findTemporalCli } from '../stack/temporal-cli'
import { testEnvironment } from './environment'
import { type Counts, none, playwrightRunner, runTests, sum, summaryLine, vitestRunner } from './runners'

async function setUp(signal: AbortSignal): Promise<NodeJS.ProcessEnv> {
  let cliPath = ''
  let browserPath = ''
  await runSteps([
    {
      title: 'Looking for the Temporal CLI',
      run: async (report) => {
        cliPath = await findTemporalCli({ report, signal })
        return `Temporal CLI: ${cliPath}`
      },
    },
    {
      title: 'Looking for a browser',
      run: async (report) => {
        browserPath = await findBrowser({ env: process.env, report, signal })
        return `Browser: ${browserPath}`
      },
    },
  ])
  return testEnvironment(process.env, { cliPath, browserPath })
}

async function build(signal: AbortSignal): Promise<Counts> {
  try {
    await runSteps([buildProcessesStep, buildWebStep(signal)])
    return { ...none, passed: 1 }
  } catch (error) {
    signal.throwIfAborted()
    console.error(describeFailure(error))
    return { ...none, failed: 1 }
  }
}

async function endToEnd(env: NodeJS.ProcessEnv, built: Counts, signal: AbortSignal): Promise<Counts> {
  if (built.failed === 0) return runTests(playwrightRunner(env), signal)
  console.log('The end-to-end tests need a build and did not run, which counts as one failure.')
  return { ...none, failed: 1 }
}

async function runAll(signal: AbortSignal): Promise<Record<string, Counts>> {
  const env = await setUp(signal)
  const checked = { ...none, ...(await runChecks(signal)) }
  signal.throwIfAborted()
  const unit = await runTests(vitestRunner(env), signal)
  signal.throwIfAborted()
  const built = await build(signal)
  const ended = await endToEnd(env, built, signal)
  return {
    'Static checks': checked,
    'Unit, workflow and replay tests': unit,
    Build: built,
    'End-to-end tests': ended,
  }
}

/** @returns the exit status */
export async function testAll(): Promise<number> {
  const { signal } = listenForInterruption()
  const started = Date.now()
  try {
    const all = await runAll(signal)
    signal.throwIfAborted()
    console.log()
    for (const [name, counts] of Object.entries(all)) {
      for (const failure of counts.failures ?? []) console.log(`Failed: ${failure}`)
      console.log(`${name}: ${summaryLine(counts)}`)
    }
    const counts = sum(Object.values(all))
    console.log(`All of it took ${Math.round((Date.now() - started) / 1000)} s.`)
    console.log(summaryLine(counts))
    return counts.failed > 0 ? 1 : 0
  } catch (error) {
    if (signal.aborted) {
      console.error('\nStopped before the end; nothing is left running.')
      return 130
    }
    console.error(`\n${describeFailure(error)}`)
    console.log(summaryLine({ ...none, failed: 1 }))
    return 1
  }
}
