// Measurements that take many minutes and only run when named: memory growth over many deliveries, and the cost of
// waiting packets.
import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { call } from '@/lib/client/api'
import { Problem } from '../console/problem'
import { type Bench, residentKb } from './bench'
import { deliverMany, setCarriers, submitMany, untilDelivered } from './deliveries'
import { atMost, type Measured, median, round } from './figures'

const WIDTH = 200
const MOST_GROWTH_MB = 30
const PART = 5_000
const READINGS = 10
const READ_EVERY_MS = 1_000

type Program = 'web' | 'worker'

type Readings = Record<Program, number[]>

/** Adds memory readings in megabytes, taken when nothing is under way. */
async function readMemory({ stack, signal }: Bench, readings: Readings): Promise<void> {
  for (let index = 0; index < READINGS; index++) {
    await pause(READ_EVERY_MS, undefined, { signal })
    for (const program of ['web', 'worker'] as const)
      readings[program].push((await residentKb(stack.part(program).pid ?? 0)) / 1000)
  }
}

export async function measureMemory(bench: Bench): Promise<Measured> {
  const [few, many] = bench.quick ? [1_000, 6_000] : [10_000, 100_000]
  await setCarriers(bench, 'instant')
  const part = Math.min(PART, few)
  let delivered = 0
  // Garbage collection comes in waves that last longer than one part and are larger than the growth looked for.
  const medianBetween = async (from: number, to: number) => {
    const readings: Readings = { web: [], worker: [] }
    while (delivered < to) {
      await deliverMany(bench, part, WIDTH)
      delivered += part
      bench.say(`${delivered} delivered`)
      if (delivered >= from) await readMemory(bench, readings)
    }
    return { web: round(median(readings.web)), worker: round(median(readings.worker)) }
  }
  const first = await medianBetween(few, 3 * few)
  const last = await medianBetween(many - 2 * few, many)
  const grownMb = { web: round(last.web - first.web), worker: round(last.worker - first.worker) }
  return {
    figures: { memory: { [few]: first, [many]: last, grownMb } },
    checks: [
      atMost('memory.grownMb.web', grownMb.web, MOST_GROWTH_MB),
      atMost('memory.grownMb.worker', grownMb.worker, MOST_GROWTH_MB),
    ],
  }
}

const MOST_MORE_CPU = 1.05
const ROUNDS = 3
const TICKS_PER_SECOND = 100

/** Processor time that a process has used, in milliseconds, as Linux reports it. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => {
    throw new Problem(`/proc/${pid}/stat cannot be read; processor time is measured on Linux only.`)
  })
  const [, , , , , , , , , , , user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return ((user + system) * 1000) / TICKS_PER_SECOND
}

/**
 * The median load of several stretches, in percent of one core. A stretch is as long as an idle worker's long polls
 * last: all polls are renewed within a few seconds, and renewing them is most of the cost of an idle worker.
 */
async function serverLoad({ stack, quick, signal }: Bench): Promise<number> {
  const pid = stack.part('temporal').pid ?? 0
  const stretchMs = quick ? 3_000 : 60_000
  const loads: number[] = []
  for (let index = 0; index < ROUNDS; index++) {
    const [before, startedAt] = [await cpuMs(pid), performance.now()]
    await pause(stretchMs, undefined, { signal })
    loads.push((((await cpuMs(pid)) - before) / (performance.now() - startedAt)) * 100)
  }
  return round(median(loads), 2)
}

async function setSending({ stack }: Bench, action: 'pause' | 'resume'): Promise<void> {
  const given = { origin: stack.addresses.web, body: { reason: 'measured' } }
  await call(`POST /api/providers/actions/${action}`, given)
}

const CALM_MS = 20_000
const DRAIN_LIMIT_MS = 600_000

/** The load while sending is paused. */
async function calmLoad(bench: Bench): Promise<number> {
  await pause(CALM_MS, undefined, { signal: bench.signal })
  return serverLoad(bench)
}

/**
 * Measures the load while sending is paused: with nothing waiting, with packets waiting, and with nothing again after
 * these are delivered. The second idle measurement is needed because the machine's speed varies, and because Temporal
 * then stores as much as while the packets waited.
 */
export async function measurePaused(bench: Bench): Promise<Measured> {
  const waiting = bench.quick ? 200 : 10_000
  await setCarriers(bench, 'instant')
  // Warm-up: processes that have done no work yet are no measure of idle ones.
  await deliverMany(bench, 500, WIDTH)
  await setSending(bench, 'pause')
  const idleBefore = await calmLoad(bench)
  const prefix = await submitMany(bench, waiting, 50)
  const pausedPercent = await calmLoad(bench)
  const resumedAt = performance.now()
  await setSending(bench, 'resume')
  const isOpen = sql`closed_at is null`
  await untilDelivered(bench, { prefix, count: waiting, isOpen, limitMs: DRAIN_LIMIT_MS })
  const allDeliveredAfterS = round((performance.now() - resumedAt) / 1000)
  await setSending(bench, 'pause')
  const idleAfter = await calmLoad(bench)
  await setSending(bench, 'resume')
  const idlePercent = round((idleBefore + idleAfter) / 2, 2)
  const ratio = round(pausedPercent / idlePercent, 2)
  return {
    figures: {
      paused: { waiting, idleBefore, idleAfter, idlePercent, pausedPercent, ratio, allDeliveredAfterS },
    },
    checks: [atMost('paused.ratio', ratio, MOST_MORE_CPU)],
  }
}
