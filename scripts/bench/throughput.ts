// How many deliveries a second through the API, beside how many workflows that do nothing, on the same server in turn.
import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { taskQueue } from '@/lib/contract/workflows'
import { startBareWorker } from './bare-worker'
import type { emptyWorkflow } from './bare-workflows'
import type { Bench } from './bench'
import { deliverMany } from './delivery'
import { atLeast, type Measured } from './figures'
import { runInFlight } from './in-flight'
import { median, round } from './statistics'

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
  // As long as the others: programs get quicker for their first thousands of packets.
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
  // Of figures from the same round, since those met the same machine; the worst round has to hold.
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
