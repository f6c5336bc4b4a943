// `npm run bench`: measures the whole product on this machine. Progress goes to stderr, the result to stdout.
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { buildProcessesStep, buildWebStep } from '../build/steps'
import { listenForInterruption } from '../console/interruption'
import { Problem } from '../console/problem'
import { findBrowser } from '../setup/browser'
import { findTemporalCli } from '../stack/temporal-cli'
import { testEnvironment } from '../test/environment'
import { measureBatches } from './batches'
import { type Bench, withBench } from './bench'
import { type Check, FIGURES, type Figure, isFigure, type Step, USUAL_FIGURES } from './figures'
import { measureFirstRow, measureJavascript } from './first-visit'
import { measureLighthouse } from './lighthouse'
import { measureLiveBoard } from './live-board'
import { measureListRow, measureReceiptToBrowser } from './live-pages'
import { measureMemory, measurePaused } from './long-runs'
import { measureObserved } from './observed'
import { measureFairness, measureOrdered } from './precedence'
import { measureReads } from './reads'
import { measureForgedFlood, measureReceiptCheck } from './receipts'
import { measureSubmit, measureThroughput } from './throughput'
import { measureViewers } from './viewers'

const started = Date.now()

function seconds(): number {
  return Math.round((Date.now() - started) / 1000)
}

function say(line: string): void {
  process.stderr.write(`[${String(seconds()).padStart(3)} s] ${line}\n`)
}

/** Keeps settings of a Waybill in use from reaching the one that is measured. */
function forgetSettings(found: { cliPath: string; browserPath: string }): void {
  const kept = testEnvironment(process.env, found)
  for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name]
}

async function runPlan(bench: Bench, { only }: Options): Promise<Record<string, unknown>> {
  const figures: Record<string, unknown> = {}
  const checks: Check[] = []
  for (const step of planOf(bench)) {
    if (!only.has(step.figure)) continue
    bench.signal.throwIfAborted()
    say(step.title)
    const measured = await step.run()
    Object.assign(figures, measured.figures)
    checks.push(...measured.checks)
    say(`  ${JSON.stringify(measured.figures)}`)
  }
  const { serverVersion } = await bench.client.workflowService.getSystemInfo({})
  return { ...figures, temporalServer: serverVersion, checks, pass: checks.every(({ pass }) => pass) }
}

async function measure(options: Options, signal: AbortSignal): Promise<Record<string, unknown>> {
  const cliPath = await findTemporalCli({ report: say, signal })
  const browserPath = await findBrowser({ env: process.env, report: say, signal })
  forgetSettings({ cliPath, browserPath })
  for (const step of [buildProcessesStep, buildWebStep(signal)]) {
    say(step.title)
    say((await step.run(() => {})) ?? step.title)
  }
  const { quick } = options
  const result = await withBench({ cliPath, browserPath, quick, say, signal }, (measured) =>
    runPlan(measured, options),
  )
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model,
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.versions.node,
  }
  return { ...result, quick, machine, seconds: seconds() }
}

/** @returns the exit status */
export async function bench(args: string[]): Promise<number> {
  const { signal } = listenForInterruption()
  try {
    const result = await measure(readOptions(args), signal)
    console.log(JSON.stringify(result))
    return result.pass === true ? 0 : 1
  } catch (error) {
    if (!signal.aborted) throw error
    console.error('Stopped before the end; nothing is left running.')
    return 130
  }
}

export interface Options {
  /** What to measure; by default all except the very long measurements. */
  only: ReadonlySet<Figure>
  /** Fewer rounds and smaller stores: shows that the bench works, not how fast the product is. */
  quick: boolean
}

const USAGE = `Usage: npm run bench -- [--only NAME …] [--quick]\nNAME is one of: ${FIGURES.join(', ')}.`

/** @throws Problem that shows the usage */
export function readOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean', default: false } },
    })
    const names = (values.only ?? USUAL_FIGURES).flatMap((value) => value.split(','))
    const stranger = names.find((name) => !isFigure(name))
    if (stranger !== undefined) throw new Problem(`There is no figure "${stranger}".`)
    return { only: new Set(names.filter(isFigure)), quick: values.quick }
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

/** The order of the steps: those that need a small store come before those that fill it. */
export function planOf(bench: Bench): Step[] {
  return [
    {
      figure: 'firstRowMs',
      title: 'The first row of the list with nothing cached',
      run: () => measureFirstRow(bench),
    },
    { figure: 'javascriptKb', title: 'JavaScript sent for the list', run: () => measureJavascript(bench) },
    {
      figure: 'lighthouse',
      title: 'Overview, list and packet, as Lighthouse sees them',
      run: () => measureLighthouse(bench),
    },
    {
      figure: 'deliveriesPerSecond',
      title: 'Deliveries beside empty workflows',
      run: () => measureThroughput(bench),
    },
    {
      figure: 'batches',
      title: 'Batches: rows stored, deliveries, single packets beside one',
      run: () => measureBatches(bench),
    },
    {
      figure: 'ordered',
      title: 'Packets in order, over many keys and on one',
      run: () => measureOrdered(bench),
    },
    {
      figure: 'fairness',
      title: 'Single packets behind many of another sender',
      run: () => measureFairness(bench),
    },
    { figure: 'submitMs', title: 'One packet on an idle system', run: () => measureSubmit(bench) },
    {
      figure: 'receiptToBrowserMs',
      title: 'From a receipt to the page of its packet',
      run: () => measureReceiptToBrowser(bench),
    },
    {
      figure: 'listRowMs',
      title: 'From a change to its row in the list',
      run: () => measureListRow(bench),
    },
    {
      figure: 'board',
      title: 'The live board and the list with 2,000 packets in flight',
      run: () => measureLiveBoard(bench),
    },
    { figure: 'receiptCheckMs', title: 'Checking a receipt', run: () => measureReceiptCheck() },
    {
      figure: 'forgedFlood',
      title: 'Genuine receipts in a flood of forged ones',
      run: () => measureForgedFlood(bench),
    },
    { figure: 'viewers', title: '500 live views of 50 packets', run: () => measureViewers(bench) },
    { figure: 'reads', title: 'Reading of a small and of a large store', run: () => measureReads(bench) },
    {
      figure: 'paused',
      title: 'Packets that wait until sending is resumed',
      run: () => measurePaused(bench),
    },
    {
      figure: 'observed',
      title: 'Deliveries with and without metrics',
      run: () => measureObserved(bench),
    },
    { figure: 'memory', title: 'Memory after many deliveries', run: () => measureMemory(bench) },
  ]
}
