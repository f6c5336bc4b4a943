// Lighthouse scores of the most visited pages, with an empty cache and desktop settings.
import lighthouse, { desktopConfig } from 'lighthouse'
import { pagePaths } from '@/lib/contract/paths'
import { freePorts } from '../stack/addresses'
import type { Bench } from './bench'
import { openBrowser } from './browser'
import { deliverOne } from './deliveries'
import { atLeast, atMost, type Measured, median, round } from './figures'
import { fillStore, storeSizes } from './store'

const LEAST_PERFORMANCE = 95
const LEAST_ACCESSIBILITY = 100
const MOST_SHIFT = 0

interface Told {
  performance: number
  accessibility: number
  /** Cumulative layout shift. */
  cls: number
  firstContentfulPaintMs: number
  largestContentfulPaintMs: number
  totalBlockingMs: number
}

async function look(url: string, port: number): Promise<Told> {
  const result = await lighthouse(
    url,
    { port, logLevel: 'error', onlyCategories: ['performance', 'accessibility'] },
    desktopConfig,
  )
  if (result === undefined) throw new Error(`Lighthouse said nothing of ${url}.`)
  const { categories, audits, runtimeError } = result.lhr
  if (runtimeError !== undefined) throw new Error(`${url}: ${runtimeError.message}`)
  const numeric = (audit: string) => round(audits[audit]?.numericValue ?? Number.NaN, 3)
  return {
    performance: score(categories.performance?.score),
    accessibility: score(categories.accessibility?.score),
    cls: numeric('cumulative-layout-shift'),
    firstContentfulPaintMs: Math.round(numeric('first-contentful-paint')),
    largestContentfulPaintMs: Math.round(numeric('largest-contentful-paint')),
    totalBlockingMs: Math.round(numeric('total-blocking-time')),
  }
}

/** The score from 0 to 100. */
function score(of: number | null | undefined): number {
  return Math.round((of ?? 0) * 100)
}

export async function measureLighthouse(bench: Bench): Promise<Measured> {
  const { id } = await deliverOne(bench)
  await fillStore(bench, storeSizes(bench.quick).few)
  const { web } = bench.stack.addresses
  const pages = { overview: pagePaths.overview, list: pagePaths.packets, packet: pagePaths.packet(id) }
  const [port = 0] = await freePorts(1)
  await openBrowser(bench, [`--remote-debugging-port=${port}`])
  const figures: Record<string, Told> = {}
  for (const [name, path] of Object.entries(pages)) {
    const rounds: Told[] = []
    for (let round = 0; round < (bench.quick ? 1 : 3); round++) {
      bench.signal.throwIfAborted()
      rounds.push(await look(`${web}${path}`, port))
    }
    figures[name] = medians(rounds)
    bench.say(`  ${name}: ${JSON.stringify(figures[name])}`)
  }
  return {
    figures: { lighthouse: figures },
    checks: Object.entries(figures).flatMap(([name, { performance, accessibility, cls }]) => [
      atLeast(`lighthouse.${name}.performance`, performance, LEAST_PERFORMANCE),
      atLeast(`lighthouse.${name}.accessibility`, accessibility, LEAST_ACCESSIBILITY),
      atMost(`lighthouse.${name}.cls`, cls, MOST_SHIFT),
    ]),
  }
}

function medians(rounds: readonly Told[]): Told {
  const of = (pick: (told: Told) => number) => median(rounds.map(pick))
  return {
    performance: of(({ performance }) => performance),
    accessibility: of(({ accessibility }) => accessibility),
    cls: of(({ cls }) => cls),
    firstContentfulPaintMs: of(({ firstContentfulPaintMs }) => firstContentfulPaintMs),
    largestContentfulPaintMs: of(({ largestContentfulPaintMs }) => largestContentfulPaintMs),
    totalBlockingMs: of(({ totalBlockingMs }) => totalBlockingMs),
  }
}
