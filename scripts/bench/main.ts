// `npm run bench`: measures the whole product on this machine; progress goes to stderr, the result to stdout.
import { cpus, totalmem } from 'node:os'
import { buildProcessesStep, buildWebStep } from '../build/steps'
import { listenForInterruption } from '../console/interruption'
import { describeFailure } from '../console/problem'
import { findBrowser } from '../setup/browser'
import { findTemporalCli } from '../stack/temporal-cli'
import { testEnvironment } from '../test/environment'
import { type Bench, withBench } from './bench'
import type { Check } from './figures'
import { type Options, readOptions } from './options'
import { planOf } from './plan'

const { signal } = listenForInterruption()
const started = Date.now()

function seconds(): number {
  return Math.round((Date.now() - started) / 1000)
}

function say(line: string): void {
  process.stderr.write(`[${String(seconds()).padStart(3)} s] ${line}\n`)
}

/** Settings of a Waybill that somebody works with must not reach the one that is measured. */
function forgetSettings(found: { cliPath: string; browserPath: string }): void {
  const kept = testEnvironment(process.env, found)
  for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name]
}

async function runPlan(bench: Bench, { only }: Options): Promise<Record<string, unknown>> {
  const figures: Record<string, unknown> = {}
  const checks: Check[] = []
  for (const step of planOf(bench)) {
    if (!only.has(step.figure)) continue
    signal.throwIfAborted()
    say(step.title)
    const measured = await step.run()
    Object.assign(figures, measured?.figures)
    checks.push(...(measured?.checks ?? []))
    if (measured) say(`  ${JSON.stringify(measured.figures)}`)
  }
  const { serverVersion } = await bench.client.workflowService.getSystemInfo({})
  return { ...figures, temporalServer: serverVersion, checks, pass: checks.every(({ pass }) => pass) }
}

async function measure(options: Options): Promise<Record<string, unknown>> {
  const cliPath = await findTemporalCli({ report: say, signal })
  const browserPath = await findBrowser({ env: process.env, report: say, signal })
  forgetSettings({ cliPath, browserPath })
  for (const step of [buildProcessesStep, buildWebStep(signal)]) {
    say(step.title)
    say((await step.run(() => {})) ?? step.title)
  }
  const { quick } = options
  const result = await withBench({ cliPath, browserPath, quick, say, signal }, (bench) =>
    runPlan(bench, options),
  )
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.versions.node,
  }
  return { ...result, quick, machine, seconds: seconds() }
}

try {
  const result = await measure(readOptions(process.argv.slice(2)))
  console.log(JSON.stringify(result))
  process.exit(result.pass === true ? 0 : 1)
} catch (error) {
  console.error(signal.aborted ? 'Stopped before the end; nothing is left running.' : describeFailure(error))
  process.exit(signal.aborted ? 130 : 1)
}
