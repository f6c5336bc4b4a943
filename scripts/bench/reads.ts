// Everything that pages read, over the API, while the store is small and when it has grown.
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { request } from '@/lib/client/request'
import { packetPage } from '@/lib/contract/packet-list'
import { apiPaths } from '@/lib/contract/paths'
import { packets } from '@/lib/store/schema'
import type { Bench } from './bench'
import { atMost, type Measured, median, quantile, round } from './figures'
import { FORMER_PROVIDER, fillStore, storeSizes } from './store'

const MOST_FACTOR = 1.5
const MOST_MS = 50
const ROUNDS = 5

interface Times {
  p50: number
  p95: number
  p99: number
}

interface ReadTime {
  times: Times
  /** Of a list: rows that it answered with. */
  rows: number | null
  /** Asked for as many rows as the small store has for the same read; most of a read's time goes into its rows. */
  ofAsMany: Times
}

export type ReadTimes = ReadonlyMap<string, ReadTime>

interface Sample {
  id: string
  source: string
  destination: string
}

/** The paths by the names of the reads; where they can, they name another packet each time, so that nothing is shared. */
function pathsOf(pick: () => Sample, cursor: string): Record<string, () => string> {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  const list = (query: () => Record<string, string>) => () =>
    `${apiPaths.packets}?${new URLSearchParams(query())}`
  return {
    firstPage: list(() => ({})),
    secondPage: list(() => ({ cursor })),
    newest: list(() => ({ sort: 'newest' })),
    oldest: list(() => ({ sort: 'oldest' })),
    statusOfMany: list(() => ({ status: 'DELIVERED' })),
    statusOfFew: list(() => ({ status: 'FAILED' })),
    statusInFlight: list(() => ({ status: 'TRANSMITTING' })),
    provider: list(() => ({ provider: 'RouteA' })),
    formerProvider: list(() => ({ provider: FORMER_PROVIDER })),
    destination: list(() => ({ destination: pick().destination })),
    source: list(() => ({ source: pick().source })),
    flagOfMany: list(() => ({ flag: 'risk' })),
    flagOfFew: list(() => ({ flag: 'doubled' })),
    flagOfNone: list(() => ({ flag: 'contradicted' })),
    settling: list(() => ({ flag: 'settling' })),
    from: list(() => ({ from: hoursAgo(24) })),
    to: list(() => ({ to: hoursAgo(120) })),
    fromTo: list(() => ({ from: hoursAgo(73), to: hoursAgo(72) })),
    searchOfMany: list(() => ({ q: '0177' })),
    searchOfFew: list(() => ({ q: pick().id.slice(5, 12) })),
    searchOfNone: list(() => ({ q: `none ${Math.random()}` })),
    providerAndStatus: list(() => ({ provider: 'RouteA', status: 'FAILED' })),
    statusAndFlag: list(() => ({ status: 'DELIVERED', flag: 'doubled' })),
    statusAndSource: list(() => ({ status: 'EXHAUSTED', source: pick().source })),
    counts: () => apiPaths.counts,
    providers: () => apiPaths.providers,
    scoreboardOfHour: () => `${apiPaths.scoreboard}?window=1h`,
    scoreboardOfDay: () => `${apiPaths.scoreboard}?window=24h`,
    scoreboardOfWeek: () => `${apiPaths.scoreboard}?window=7d`,
    receipts: () => apiPaths.keptReceipts,
    packet: () => apiPaths.packet(pick().id),
  }
}

async function samplesOf({ store }: Bench): Promise<Sample[]> {
  const { id, source, destination } = packets
  return store.db.select({ id, source, destination }).from(packets).orderBy(sql`md5(${id})`).limit(500)
}

/** The median of several rounds, since one pause of the machine would decide a single 95th percentile. */
async function timesOf(bench: Bench, path: () => string): Promise<Times> {
  const count = bench.quick ? 10 : 40
  const rounds: number[][] = []
  for (let index = 0; index < ROUNDS; index++) {
    const taken: number[] = []
    for (let each = 0; each < count; each++) {
      bench.signal.throwIfAborted()
      const started = performance.now()
      await read(bench, path())
      taken.push(performance.now() - started)
    }
    rounds.push(taken)
  }
  const medianOf = (share: number) => round(median(rounds.map((each) => quantile(each, share))))
  return { p50: medianOf(0.5), p95: medianOf(0.95), p99: round(quantile(rounds.flat(), 0.99)) }
}

function read(bench: Bench, path: string): Promise<unknown> {
  return request(path, { origin: bench.stack.addresses.web })
}

const listAnswer = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() })

function limited(path: string, limit: number): string {
  const [pathname, query] = path.split('?')
  return `${pathname}?${new URLSearchParams([...new URLSearchParams(query), ['limit', String(limit)]])}`
}

/** @param few what the same took while the store was small */
export async function measureReads(bench: Bench, few?: ReadTimes): Promise<ReadTimes> {
  const sizes = storeSizes(bench.quick)
  await fillStore(bench, few === undefined ? sizes.few : sizes.many)
  const samples = await samplesOf(bench)
  const pick = () => {
    const sample = samples[Math.floor(Math.random() * samples.length)]
    if (sample === undefined) throw new Error('The store is empty.')
    return sample
  }
  const first = packetPage.parse(await read(bench, apiPaths.packets))
  const measured = new Map<string, ReadTime>()
  for (const [name, path] of Object.entries(pathsOf(pick, first.nextCursor ?? ''))) {
    const answer = listAnswer.safeParse(await read(bench, path()))
    const rows = answer.success ? answer.data.items.length : null
    const times = await timesOf(bench, path)
    const asMany = few?.get(name)?.rows ?? rows
    const ofAsMany =
      asMany === null || asMany === rows
        ? times
        : await timesOf(bench, () => limited(path(), Math.max(1, asMany)))
    measured.set(name, { times, rows, ofAsMany })
  }
  return measured
}

export function compareReads(few: ReadTimes, many: ReadTimes): Measured {
  const rows = [...many].map(([name, { times, ofAsMany }]) => {
    const before = few.get(name)?.times ?? times
    return { name, few: before, many: ofAsMany, ratio: round(ofAsMany.p95 / before.p95, 2), fullPage: times }
  })
  const reads = Object.fromEntries(rows.map(({ name, ...row }) => [name, row]))
  return {
    figures: { reads },
    checks: rows.flatMap(({ name, ratio, fullPage }) => [
      atMost(`reads.${name}.ratio`, ratio, MOST_FACTOR),
      atMost(`reads.${name}.p99`, fullPage.p99, MOST_MS),
    ]),
  }
}
