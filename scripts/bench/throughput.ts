// How many deliveries a second, beside how many of the barest ones and of workflows that do nothing, on the same server in turn.
import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { receiptSignal, taskQueue } from '@/lib/contract/workflows'
import type { Part } from '../stack/part'
import { startBareWorker } from './bare-worker'
import type { bareDelivery, emptyWorkflow } from './bare-workflows'
import type { Bench } from './bench'
import { deliver, startDelivery } from './delivery'
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

/** Confirmed as soon as it is started, so that nobody has to be asked how far it is. */
async function runBare(client: Client): Promise<void> {
  const { workflowId } = await startDelivery(client, 'bareDelivery')
  const handle = client.workflow.getHandle<typeof bareDelivery>(workflowId)
  await handle.signal(receiptSignal)
  await handle.result()
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

/** What takes turns, so that whatever else the machine does meets all alike. */
function turnsOf({ stack, client }: Bench, bareClient: Client, bareWorker: Part) {
  const bareParts = [stack.part('temporal'), bareWorker]
  return {
    empty: { parts: bareParts, task: () => runEmpty(bareClient) },
    bare: { parts: bareParts, task: () => runBare(bareClient) },
    delivery: { parts: stack.parts, task: () => deliver(client) },
  }
}

type Turn = keyof ReturnType<typeof turnsOf>
type Rounds = Record<Turn, Round>[]

async function runRounds(
  turns: ReturnType<typeof turnsOf>,
  [rounds, count]: [number, number],
  { say, signal }: Bench,
): Promise<Rounds> {
  for (const { task } of Object.values(turns)) await runInFlight(WIDTH, WIDTH, task)
  const done: Rounds = []
  for (let index = 1; index <= rounds; index++) {
    signal.throwIfAborted()
    const empty = await runRound(turns.empty.parts, count, turns.empty.task)
    const bare = await runRound(turns.bare.parts, count, turns.bare.task)
    const delivery = await runRound(turns.delivery.parts, count, turns.delivery.task)
    done.push({ empty, bare, delivery })
    const [ours, least, none] = [delivery, bare, empty].map(({ perSecond }) => round(perSecond))
    say(`Round ${index} of ${rounds}: ${ours} deliveries/s, ${least} bare ones/s, ${none} empty workflows/s`)
  }
  return done
}

function perSecond(rounds: Rounds, turn: Turn): number {
  return round(median(rounds.map((each) => each[turn].perSecond)))
}

/** Of figures from the same round, since those met the same machine. */
function medianRatio(rounds: Rounds, one: Turn, other: Turn): number {
  return round(median(rounds.map((each) => each[one].perSecond / each[other].perSecond)), 2)
}

function cpuOfTurn(rounds: Rounds, turn: Turn): Record<string, number> {
  return medianCpu(rounds.map((each) => each[turn]))
}

export async function measureThroughput(bench: Bench): Promise<Measured> {
  const { bareClient, bareWorker } = await startBareWorker(bench)
  const turns = turnsOf(bench, bareClient, bareWorker)
  const rounds = await runRounds(turns, bench.quick ? [3, 80] : [5, 240], bench)
  await bareWorker.stop()
  const ratio = medianRatio(rounds, 'delivery', 'empty')
  return {
    figures: {
      deliveriesPerSecond: perSecond(rounds, 'delivery'),
      bareDeliveriesPerSecond: perSecond(rounds, 'bare'),
      emptyWorkflowsPerSecond: perSecond(rounds, 'empty'),
      ratio,
      ratioOfBare: medianRatio(rounds, 'bare', 'empty'),
      shareOfBare: medianRatio(rounds, 'delivery', 'bare'),
      cpuMsPerDelivery: cpuOfTurn(rounds, 'delivery'),
      cpuMsPerBareDelivery: cpuOfTurn(rounds, 'bare'),
      cpuMsPerEmptyWorkflow: cpuOfTurn(rounds, 'empty'),
    },
    checks: [atLeast('ratio', ratio, LEAST_RATIO)],
  }
}
