// Everything that pages read, over the API: of a store that is small and of one that has grown, by turns.
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { request } from '@/lib/client/request'
import { packetPage } from '@/lib/contract/packet-list'
import { apiPaths } from '@/lib/contract/paths'
import type { PacketStatus } from '@/lib/packet/packet'
import { packets } from '@/lib/store/schema'
import { openStore, type Store } from '@/lib/store/store'
import { prepareTemporal } from '../setup/prepare-temporal'
import { freePorts } from '../stack/addresses'
import { startPart } from '../stack/part'
import { waitForHttp } from '../stack/wait-until'
import { type Bench, partBeside } from './bench'
import { atMost, type Measured, median, quantile, round } from './figures'
import { FORMER_PROVIDER, fillStore, storeSizes } from './store'

const MOST_FACTOR = 1.5
const MOST_MS = 50
const ROUNDS = 9

interface Times {
  p50: number
  p95: number
  p99: number
}

interface Sample {
  id: string
  source: string
  destination: string
  status: PacketStatus
}

/** A web process over a store, and what is read of it. */
interface Side {
  origin: string
  paths: Record<string, () => string>
}

/** The paths by the names of the reads; where they can, they name another packet each time, so that nothing is shared. */
function pathsOf(pick: (status?: PacketStatus) => Sample, cursor: string): Record<string, () => string> {
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
    // Of senders that have one: in the small store most have none, and an empty page is no measure for a full one.
    statusAndSource: list(() => ({ status: 'EXHAUSTED', source: pick('EXHAUSTED').source })),
    counts: () => apiPaths.counts,
    providers: () => apiPaths.providers,
    scoreboardOfHour: () => `${apiPaths.scoreboard}?window=1h`,
    scoreboardOfDay: () => `${apiPaths.scoreboard}?window=24h`,
    scoreboardOfWeek: () => `${apiPaths.scoreboard}?window=7d`,
    receipts: () => apiPaths.keptReceipts,
    packet: () => apiPaths.packet(pick().id),
  }
}

async function sideOf(origin: string, store: Store): Promise<Side> {
  const { id, source, destination, status } = packets
  const samples = await store.db
    .select({ id, source, destination, status })
    .from(packets)
    .orderBy(sql`md5(${id})`)
    .limit(500)
  const pick = (wanted?: PacketStatus) => {
    const among = samples.filter((sample) => wanted === undefined || sample.status === wanted)
    const sample = among[Math.floor(Math.random() * among.length)]
    if (sample === undefined) throw new Error(`No packet${wanted ? ` is ${wanted}` : ''}.`)
    return sample
  }
  const { nextCursor } = packetPage.parse(await request(apiPaths.packets, { origin }))
  return { origin, paths: pathsOf(pick, nextCursor ?? '') }
}

/** Of its own, as a database and as a namespace: a store and a namespace of Temporal belong together. */
const SMALL = 'small'

/** Another web process, over a small store on the same servers. */
async function startSmallSide(bench: Bench): Promise<Side> {
  const { stack, store, signal, onEnd } = bench
  await store.db.execute(sql`create database ${sql.identifier(SMALL)}`)
  await prepareTemporal({ address: stack.addresses.temporal }, SMALL, { signal })
  const url = new URL(stack.databaseUrl)
  url.pathname = SMALL
  const [port = 0] = await freePorts(1)
  const env = { DATABASE_URL: url.href, TEMPORAL_NAMESPACE: SMALL, PORT: String(port) }
  const web = partBeside(bench, 'web', { name: 'small-web', env })
  const { origin } = Object.assign(new URL(stack.addresses.web), { port: String(port) })
  const isLive = (limit: AbortSignal) =>
    waitForHttp(`${origin}${apiPaths.live}`, { limitMs: WEB_LIMIT_MS, signal: limit })
  await startPart(web, isLive, signal)
  const smallStore = openStore({ url: url.href, name: 'bench', limitMs: FILL_LIMIT_MS })
  onEnd(() => smallStore.close())
  await fillStore({ ...bench, store: smallStore }, storeSizes(bench.quick).few)
  return sideOf(origin, smallStore)
}

const WEB_LIMIT_MS = 30_000
const FILL_LIMIT_MS = 120_000

type Read = () => Promise<unknown>

/** The median of several rounds, since one pause of the machine would decide a single 95th percentile. */
async function timesByTurns({ quick, signal }: Bench, reads: readonly Read[]): Promise<Times[]> {
  const count = quick ? 10 : 40
  const rounds = reads.map(() => [] as number[][])
  for (let index = 0; index < ROUNDS; index++) {
    for (const each of rounds) each.push([])
    for (let turn = 0; turn < count; turn++) {
      for (const [place, read] of reads.entries()) {
        signal.throwIfAborted()
        const started = performance.now()
        await read()
        rounds[place]?.at(-1)?.push(performance.now() - started)
      }
    }
  }
  return rounds.map((each) => {
    const medianOf = (share: number) => round(median(each.map((taken) => quantile(taken, share))))
    return { p50: medianOf(0.5), p95: medianOf(0.95), p99: round(quantile(each.flat(), 0.99)) }
  })
}

const listAnswer = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() })

/** Rows that a list answers with; null of what is no list. */
async function rowsOf({ origin }: Side, path: string): Promise<number | null> {
  const answer = listAnswer.safeParse(await request(path, { origin }))
  return answer.success ? answer.data.items.length : null
}

function limited(path: string, limit: number): string {
  const [pathname, query] = path.split('?')
  return `${pathname}?${new URLSearchParams([...new URLSearchParams(query), ['limit', String(limit)]])}`
}

interface ReadTimes {
  few: Times
  /** Of a list: asked for as many rows as the small store has for it; most of a read's time goes into its rows. */
  many: Times
  ratio: number
  /** Of a list: with as many rows as a page has. */
  fullPage: Times
}

async function measureRead(bench: Bench, small: Side, grown: Side, name: string): Promise<ReadTimes> {
  const [ofSmall, ofGrown] = [small.paths[name], grown.paths[name]]
  if (ofSmall === undefined || ofGrown === undefined) throw new Error(`There is no read "${name}".`)
  const rows = await rowsOf(small, ofSmall())
  const hasMore = rows !== null && rows !== (await rowsOf(grown, ofGrown()))
  const reads: Read[] = [
    () => request(ofSmall(), { origin: small.origin }),
    () => request(ofGrown(), { origin: grown.origin }),
  ]
  if (hasMore) reads.push(() => request(limited(ofGrown(), Math.max(1, rows)), { origin: grown.origin }))
  const [few, fullPage, asMany] = await timesByTurns(bench, reads)
  if (few === undefined || fullPage === undefined) throw new Error(`"${name}" was not read.`)
  const many = asMany ?? fullPage
  return { few, many, ratio: round(many.p95 / few.p95, 2), fullPage }
}

/** Fills the store of the bench. */
export async function measureReads(bench: Bench): Promise<Measured> {
  const small = await startSmallSide(bench)
  await fillStore(bench, storeSizes(bench.quick).many)
  const grown = await sideOf(bench.stack.addresses.web, bench.store)
  const reads: Record<string, ReadTimes> = {}
  for (const name of Object.keys(small.paths)) reads[name] = await measureRead(bench, small, grown, name)
  return {
    figures: { reads },
    checks: Object.entries(reads).flatMap(([name, { ratio, fullPage }]) => [
      atMost(`reads.${name}.ratio`, ratio, MOST_FACTOR),
      atMost(`reads.${name}.p99`, fullPage.p99, MOST_MS),
    ]),
  }
}
