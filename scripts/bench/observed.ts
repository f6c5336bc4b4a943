// The cost of metrics: deliveries per second and the worker's processor time per packet, with and without them.
import { setTimeout as pause } from 'node:timers/promises'
import { freePorts } from '../stack/addresses'
import { type Part, startPart } from '../stack/part'
import { workerIsReady } from '../stack/parts'
import { type Bench, partBeside } from './bench'
import { deliverMany } from './deliveries'
import { atLeast, type Measured, median, round } from './figures'
import { cpuMs } from './long-runs'

const CROWD = 200
const WARM = 400
const LEAST_RATIO = 0.97
/** More often than Prometheus usually scrapes. */
const SCRAPE_EVERY_MS = 1_000

interface Turn {
  perSecond: number
  /** Processor time of the worker per packet. */
  processorMs: number
}

export async function measureObserved(bench: Bench): Promise<Measured> {
  const [port = 0] = await freePorts(1)
  const plain = bench.stack.part('worker')
  const observed = partBeside(bench, 'worker', {
    name: 'observed-worker',
    env: { METRICS_PORT: String(port) },
  })
  const scraped = [`http://127.0.0.1:${port}/metrics`, `${bench.stack.addresses.web}/metrics`]
  const [rounds, count] = bench.quick ? [2, 500] : [6, 2_000]
  await plain.stop()
  const turns: { plain: Turn; observed: Turn }[] = []
  for (let index = 0; index < rounds; index++) {
    const unasked = () => turnOf(bench, plain, count)
    const asked = () => scraping(scraped, () => turnOf(bench, observed, count))
    // Alternates which variant goes first: the store grows, which makes the second one slower.
    const before = index % 2 === 0 ? await unasked() : null
    const withMetrics = await asked()
    turns.push({ plain: before ?? (await unasked()), observed: withMetrics })
    bench.say(`Round ${index + 1} of ${rounds}: ${JSON.stringify(turns.at(-1))}`)
  }
  await bench.stack.start('worker', bench.signal)
  const of = (pick: (each: (typeof turns)[number]) => number) => median(turns.map(pick))
  const ratio = round(
    of((each) => each.observed.perSecond / each.plain.perSecond),
    3,
  )
  const ofEach = (name: 'plain' | 'observed') => ({
    perSecond: round(of((each) => each[name].perSecond)),
    processorMs: round(
      of((each) => each[name].processorMs),
      2,
    ),
  })
  return {
    figures: { observed: { ratio, plain: ofEach('plain'), observed: ofEach('observed') } },
    checks: [atLeast('observed', ratio, LEAST_RATIO)],
  }
}

async function turnOf(bench: Bench, worker: Part, count: number): Promise<Turn> {
  bench.signal.throwIfAborted()
  await startPart(worker, (limit) => workerIsReady(worker, limit), bench.signal)
  await deliverMany(bench, WARM, CROWD)
  const usedMs = await cpuMs(worker.pid ?? 0)
  const { deliveredPerSecond } = await deliverMany(bench, count, CROWD)
  const processor = ((await cpuMs(worker.pid ?? 0)) - usedMs) / count
  await worker.stop()
  return { perSecond: round(deliveredPerSecond), processorMs: round(processor, 2) }
}

async function scraping<T>(urls: readonly string[], run: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const asking = (async () => {
    while (!over.signal.aborted) {
      await Promise.all(
        urls.map((url) =>
          fetch(url).then(
            (answer) => answer.text(),
            () => '',
          ),
        ),
      )
      await pause(SCRAPE_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined)
    }
  })()
  try {
    return await run()
  } finally {
    over.abort()
    await asking
  }
}
