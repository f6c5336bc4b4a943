// What it costs to be observed: deliveries a second by a worker that is asked for its metrics, and by one that has none.
import { setTimeout as pause } from 'node:timers/promises'
import { freePorts } from '../stack/addresses'
import { type Part, startPart } from '../stack/part'
import { workerIsReady } from '../stack/parts'
import { type Bench, partBeside } from './bench'
import { deliverMany } from './deliveries'
import { atLeast, type Measured, median, round } from './figures'

const CROWD = 200
const WARM = 400
const LEAST_RATIO = 0.97
/** More often than Prometheus usually asks. */
const SCRAPE_EVERY_MS = 1_000

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
  const ratios: number[] = []
  const rates: Record<'plain' | 'observed', number[]> = { plain: [], observed: [] }
  for (let index = 0; index < rounds; index++) {
    const unasked = () => rateOf(bench, plain, count)
    const asked = () => scraping(scraped, () => rateOf(bench, observed, count))
    // By turns, and each as often first: a store that grows makes what comes second slower.
    const before = index % 2 === 0 ? await unasked() : null
    const withMetrics = await asked()
    const without = before ?? (await unasked())
    rates.plain.push(without)
    rates.observed.push(withMetrics)
    ratios.push(withMetrics / without)
    bench.say(
      `Round ${index + 1} of ${rounds}, each per second: ${round(without)} and, observed, ${round(withMetrics)}`,
    )
  }
  await bench.stack.start('worker', bench.signal)
  const ratio = round(median(ratios), 3)
  return {
    figures: {
      observed: { ratio, plain: round(median(rates.plain)), observed: round(median(rates.observed)) },
    },
    checks: [atLeast('observed', ratio, LEAST_RATIO)],
  }
}

async function rateOf(bench: Bench, worker: Part, count: number): Promise<number> {
  bench.signal.throwIfAborted()
  await startPart(worker, (limit) => workerIsReady(worker, limit), bench.signal)
  await deliverMany(bench, WARM, CROWD)
  const { deliveredPerSecond } = await deliverMany(bench, count, CROWD)
  await worker.stop()
  return deliveredPerSecond
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
