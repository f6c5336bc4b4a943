// How many deliveries a second, beside how many workflows that do nothing, on the same server in turn.
import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { taskQueue } from '@/lib/contract/workflows'
import type { Part } from '../stack/part'
import type { Bench } from './bench'
import { deliver } from './delivery'
import { startEmptyWorker } from './empty-worker'
import type { emptyWorkflow } from './empty-workflow'
import { atLeast, type Measured } from './figures'
import { runInFlight } from './in-flight'
import { cpuMs } from './process-cost'
import { median, round } from './statistics'

export const WIDTH = 40

const LEAST_RATIO = 0.55

interface Round {
  perSecond: number
  /** Processor time for each, by process. */
  cpuMs: Record<string, number>
}

function runEmpty(client: Client): Promise<void> {
  return client.workflow.execute<typeof emptyWorkflow>('emptyWorkflow', {
    taskQueue,
    workflowId: `empty-${randomUUID()}`,
  })
}

async function cpuOf(parts: Part[]): Promise<Map<string, number>> {
  const readings = parts.map(async ({ name, pid }) => [name, pid === null ? 0 : await cpuMs(pid)] as const)
  return new Map(await Promise.all(readings))
}

async function runRound(parts: Part[], count: number, task: () => Promise<unknown>): Promise<Round> {
  const before = await cpuOf(parts)
  const started = performance.now()
  await runInFlight(count, WIDTH, task)
  const ms = performance.now() - started
  const after = await cpuOf(parts)
  const cpu = [...after].map(([name, value]) => [name, (value - (before.get(name) ?? 0)) / count])
  return { perSecond: (count * 1000) / ms, cpuMs: Object.fromEntries(cpu) }
}

function medianCpu(rounds: Round[]): Record<string, number> {
  const names = Object.keys(rounds[0]?.cpuMs ?? {})
  return Object.fromEntries(
    names.map((name) => [name, round(median(rounds.map((each) => each.cpuMs[name] ?? 0)))]),
  )
}

/** Rounds take turns, so that whatever else the machine does meets both alike. */
export async function measureThroughput(bench: Bench): Promise<Measured> {
  const { stack, client, quick, say, signal } = bench
  const { emptyClient, emptyWorker } = await startEmptyWorker(bench)
  const [rounds, count] = quick ? [3, 80] : [5, 240]
  const turns = {
    empty: { parts: [stack.part('temporal'), emptyWorker], task: () => runEmpty(emptyClient) },
    delivery: { parts: stack.parts, task: () => deliver(client) },
  }
  await runInFlight(WIDTH, WIDTH, turns.empty.task)
  await runInFlight(WIDTH, WIDTH, turns.delivery.task)
  const empties: Round[] = []
  const deliveries: Round[] = []
  for (let index = 1; index <= rounds; index++) {
    signal.throwIfAborted()
    const empty = await runRound(turns.empty.parts, count, turns.empty.task)
    const delivery = await runRound(turns.delivery.parts, count, turns.delivery.task)
    empties.push(empty)
    deliveries.push(delivery)
    const [one, other] = [round(delivery.perSecond), round(empty.perSecond)]
    say(`Round ${index} of ${rounds}: ${one} deliveries/s, ${other} empty workflows/s`)
  }
  await emptyWorker.stop()
  const ratios = deliveries.map(
    ({ perSecond }, index) => perSecond / (empties[index]?.perSecond ?? perSecond),
  )
  const ratio = round(median(ratios), 2)
  return {
    figures: {
      deliveriesPerSecond: round(median(deliveries.map(({ perSecond }) => perSecond))),
      emptyWorkflowsPerSecond: round(median(empties.map(({ perSecond }) => perSecond))),
      ratio,
      cpuMsPerDelivery: medianCpu(deliveries),
      cpuMsPerEmptyWorkflow: medianCpu(empties),
    },
    checks: [atLeast('ratio', ratio, LEAST_RATIO)],
  }
}
