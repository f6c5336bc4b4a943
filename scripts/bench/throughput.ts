// Deliveries per second through the API, compared with empty workflows per second on the same server, in alternation.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import { taskQueue } from '@/lib/contract/workflows'
import { bundleWorkflows } from '../build/processes'
import { prepareTemporal } from '../setup/prepare-temporal'
import { type Part, startPart } from '../stack/part'
import { workerIsReady } from '../stack/parts'
import type { emptyWorkflow } from './bare-workflows'
import { type Bench, partBeside, runInFlight } from './bench'
import { deliverMany, deliverOne } from './deliveries'
import { atLeast, atMost, type Measured, median, quantile, round, spreadOf } from './figures'

const EMPTY_WIDTH = 40
const CROWD = 200
const FEW = 40
const LEAST_RATIO = 2.5
const LEAST_RATIO_OF_FEW = 1
const LEAST_ACCEPTED_RATIO = 6

interface Round {
  empty: number
  delivered: number
  accepted: number
  deliveredOfFew: number
}

async function emptyPerSecond(client: Client, count: number): Promise<number> {
  const started = performance.now()
  await runInFlight(count, EMPTY_WIDTH, () =>
    client.workflow.execute<typeof emptyWorkflow>('emptyWorkflow', {
      taskQueue,
      workflowId: `empty-${randomUUID()}`,
    }),
  )
  return (count * 1000) / (performance.now() - started)
}

async function runRound(bench: Bench, bareClient: Client, scale: number): Promise<Round> {
  const empty = await emptyPerSecond(bareClient, 60 * scale)
  const crowd = await deliverMany(bench, 500 * scale, CROWD)
  const few = await deliverMany(bench, 150 * scale, FEW)
  return {
    empty,
    delivered: crowd.deliveredPerSecond,
    accepted: crowd.acceptedPerSecond,
    deliveredOfFew: few.deliveredPerSecond,
  }
}

export async function measureThroughput(bench: Bench): Promise<Measured> {
  const { bareClient, bareWorker } = await startBareWorker(bench)
  const [count, scale] = bench.quick ? [3, 1] : [3, 4]
  // A full warm-up round: processes get faster during their first thousands of packets.
  await runRound(bench, bareClient, scale)
  const rounds: Round[] = []
  for (let index = 1; index <= count; index++) {
    bench.signal.throwIfAborted()
    const done = await runRound(bench, bareClient, scale)
    rounds.push(done)
    const told = Object.entries(done).map(([name, value]) => `${name} ${round(value)}`)
    bench.say(`Round ${index} of ${count}, each per second: ${told.join(', ')}`)
  }
  await bareWorker.stop()
  const of = (pick: (each: Round) => number) => round(median(rounds.map(pick)))
  // Ratios within one round, since both figures then had the same machine conditions. The worst round must pass.
  const ratios = (pick: (each: Round) => number) => rounds.map((each) => round(pick(each) / each.empty, 2))
  const ratio = ratios(({ delivered }) => delivered)
  const ratioOfFew = ratios(({ deliveredOfFew }) => deliveredOfFew)
  const acceptedRatio = ratios(({ accepted }) => accepted)
  return {
    figures: {
      deliveriesPerSecond: of(({ delivered }) => delivered),
      acceptedPerSecond: of(({ accepted }) => accepted),
      deliveriesPerSecondOf40: of(({ deliveredOfFew }) => deliveredOfFew),
      emptyWorkflowsPerSecond: of(({ empty }) => empty),
      ratio,
      ratioOfFew,
      acceptedRatio,
    },
    checks: [
      atLeast('ratio', Math.min(...ratio), LEAST_RATIO),
      atLeast('ratioOfFew', Math.min(...ratioOfFew), LEAST_RATIO_OF_FEW),
      atLeast('acceptedRatio', Math.min(...acceptedRatio), LEAST_ACCEPTED_RATIO),
    ],
  }
}

const MOST_SUBMIT_MS = 8

/** Time on an idle system until one packet is accepted, and until an instant carrier has confirmed it. */
export async function measureSubmit(bench: Bench): Promise<Measured> {
  const count = bench.quick ? 20 : 100
  for (let index = 0; index < 10; index++) await deliverOne(bench)
  const submit: number[] = []
  const delivered: number[] = []
  for (let index = 0; index < count; index++) {
    bench.signal.throwIfAborted()
    const { submitMs, deliveredMs } = await deliverOne(bench)
    submit.push(submitMs)
    delivered.push(deliveredMs)
  }
  return {
    figures: { submitMs: spreadOf(submit), deliveredMs: spreadOf(delivered) },
    checks: [atMost('submitMs.p50', quantile(submit, 0.5), MOST_SUBMIT_MS)],
  }
}

/** A namespace of its own: its workflows appear in no other list, and its worker can use the same task queue name. */
const NAMESPACE = 'bare'

/** Starts a worker of the same program with the same settings; only its workflows differ. */
async function startBareWorker(bench: Bench): Promise<{ bareClient: Client; bareWorker: Part }> {
  const { stack, client, folder, signal } = bench
  const bundle = join(folder, 'bare-workflows.js')
  await Promise.all([
    bundleWorkflows(join(import.meta.dirname, 'bare-workflows.ts'), bundle),
    prepareTemporal({ address: stack.addresses.temporal }, NAMESPACE, { signal }),
  ])
  const env = { TEMPORAL_NAMESPACE: NAMESPACE, WORKFLOW_BUNDLE_PATH: bundle }
  const bareWorker = partBeside(bench, 'worker', { name: 'bare-worker', env })
  await startPart(bareWorker, (ready) => workerIsReady(bareWorker, ready), signal)
  return { bareClient: new Client({ connection: client.connection, namespace: NAMESPACE }), bareWorker }
}
