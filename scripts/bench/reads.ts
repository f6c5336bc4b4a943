// Times every API read that pages make, alternating between a small store and one that has grown.
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { request } from '@/lib/client/request'
import type { BulkChoice } from '@/lib/contract/bulk-action'
import { type PacketFilter, packetPage } from '@/lib/contract/packet-list'
import { apiPath } from '@/lib/contract/paths'
import { defaultPriority } from '@/lib/packet/bounds'
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
  batchId: string | null
  orderingKey: string | null
  fairnessKey: string | null
}

type Key = 'batchId' | 'orderingKey' | 'fairnessKey'

/** A path, or a path with a request body. */
type Asked = string | { path: string; body: unknown }

/** A web process over one store, and the reads made through it. */
interface Side {
  origin: string
  reads: Record<string, () => Asked>
}

interface Picks {
  pick: (status?: PacketStatus) => Sample
  /** The key of a packet that has this kind of key. */
  pickKey: (name: Key) => string
  cursor: string
}

/** The reads by name. Where possible each call names another packet, so that no result can be shared or cached. */
function readsOf({ pick, pickKey, cursor }: Picks): Side['reads'] {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  const list = (query: () => Record<string, string>) => () =>
    `${apiPath('/api/packets')}?${new URLSearchParams(query())}`
  const preview = (choice: () => BulkChoice) => () => ({
    path: apiPath('/api/bulk-action-previews'),
    body: choice(),
  })
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
    // Of senders that have such packets: most in the small store have none, and an empty page is not comparable.
    statusAndSource: list(() => ({ status: 'EXHAUSTED', source: pick('EXHAUSTED').source })),
    namedPacket: list(() => ({ id: pick().id })),
    namedByNobody: list(() => ({ id: `none-${Math.random()}` })),
    address: list(() => ({ address: pick().destination })),
    failedOver: list(() => ({ failedOver: 'true' })),
    failedOverFrom: list(() => ({ failedOverFrom: 'RouteA' })),
    failedOverFromWithinHour: list(() => ({
      failedOverFrom: 'RouteA',
      activeFrom: hoursAgo(73),
      activeTo: hoursAgo(72),
    })),
    undelivered: list(() => ({ status: 'UNDELIVERED' })),
    undeliveredYesterday: list(() => ({ status: 'UNDELIVERED', within: 'yesterday' })),
    activeToday: list(() => ({ within: '24h' })),
    doubledToday: list(() => ({ flag: 'doubled', within: '24h' })),
    batch: list(() => ({ batch: pickKey('batchId') })),
    batchAndStatus: list(() => ({ batch: pickKey('batchId'), status: 'UNDELIVERED' })),
    orderingKey: list(() => ({ orderingKey: pickKey('orderingKey') })),
    fairnessKey: list(() => ({ fairnessKey: pickKey('fairnessKey') })),
    priority: list(() => ({ priority: '1' })),
    usualPriority: list(() => ({ priority: String(defaultPriority) })),
    addressWithinDays: list(() => ({
      address: pick().destination,
      activeFrom: hoursAgo(120),
      activeTo: hoursAgo(24),
    })),
    counts: () => apiPath('/api/counts'),
    views: () => apiPath('/api/views'),
    board: () => apiPath('/api/board'),
    audit: () => apiPath('/api/audit'),
    auditOfWho: () => `${apiPath('/api/audit')}?who=Ada`,
    auditOfPacket: () => `${apiPath('/api/audit')}?${new URLSearchParams({ subject: pick().id })}`,
    previewOfFew: preview(() => ({ action: 'send-again', filter: { destination: pick().destination } })),
    previewOfAll: preview(() => ({ action: 'cancel', filter: {} })),
    providers: () => apiPath('/api/providers'),
    scoreboardOfHour: () => `${apiPath('/api/providers/scoreboard')}?window=1h`,
    scoreboardOfDay: () => `${apiPath('/api/providers/scoreboard')}?window=24h`,
    scoreboardOfWeek: () => `${apiPath('/api/providers/scoreboard')}?window=7d`,
    overviewOfHour: () => `${apiPath('/api/overview')}?window=1h`,
    overviewOfDay: () => `${apiPath('/api/overview')}?window=24h`,
    overviewOfWeek: () => `${apiPath('/api/overview')}?window=7d`,
    receipts: () => apiPath('/api/receipts'),
    packet: () => apiPath('/api/packets/{id}', { id: pick().id }),
  }
}

async function sideOf(origin: string, store: Store): Promise<Side> {
  const { id, source, destination, status, batchId, orderingKey, fairnessKey } = packets
  const samples = await store.db
    .select({ id, source, destination, status, batchId, orderingKey, fairnessKey })
    .from(packets)
    .orderBy(sql`md5(${id})`)
    .limit(500)
  const pick = (wanted?: PacketStatus) =>
    anyOf(samples.filter((sample) => wanted === undefined || sample.status === wanted))
  const pickKey = (name: Key) => anyOf(samples.flatMap((sample) => sample[name] ?? []))
  for (const [name, filter] of Object.entries(VIEWS)) {
    await request(apiPath('/api/views'), { origin, method: 'POST', body: { name, filter } })
  }
  const { nextCursor } = packetPage.parse(await request(apiPath('/api/packets'), { origin }))
  return { origin, reads: readsOf({ pick, pickKey, cursor: nextCursor ?? '' }) }
}

function anyOf<T>(among: readonly T[]): T {
  const one = among[Math.floor(Math.random() * among.length)]
  if (one === undefined) throw new Error('No packet of the sample is such a one.')
  return one
}

/** Views saved on both sides, for the read of their counts. */
const VIEWS: Record<string, PacketFilter> = {
  'Undelivered today': { status: 'UNDELIVERED', within: '24h' },
  'Failed over from RouteA': { failedOverFrom: 'RouteA' },
  'To +01666': { q: '01666' },
  Urgent: { priority: '1', status: 'EXHAUSTED' },
}

/** Name of its own database and namespace: a store belongs to one Temporal namespace. */
const SMALL = 'small'

/** Starts another web process with a small store on the same servers. */
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
    waitForHttp(`${origin}${apiPath('/api/health/live')}`, { limitMs: WEB_LIMIT_MS, signal: limit })
  await startPart(web, isLive, signal)
  const smallStore = openStore({ url: url.href, name: 'bench', limitMs: FILL_LIMIT_MS })
  onEnd(() => smallStore.close())
  await fillStore({ ...bench, store: smallStore }, storeSizes(bench.quick).few)
  return sideOf(origin, smallStore)
}

const WEB_LIMIT_MS = 30_000
const FILL_LIMIT_MS = 120_000

type Read = () => Promise<unknown>

/** Takes the median of several rounds, since one pause of the machine would decide a single 95th percentile. */
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

function ask({ origin }: Pick<Side, 'origin'>, asked: Asked): Promise<unknown> {
  if (typeof asked === 'string') return request(asked, { origin })
  return request(asked.path, { origin, method: 'POST', body: asked.body })
}

const listAnswer = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() })

/** Number of rows in a list's answer; null when the answer is not a list. */
async function rowsOf(side: Side, asked: Asked): Promise<number | null> {
  const answer = listAnswer.safeParse(await ask(side, asked))
  return answer.success ? answer.data.items.length : null
}

function limited(path: Asked, limit: number): string {
  if (typeof path !== 'string') throw new Error('Only lists have a limit.')
  const [pathname, query] = path.split('?')
  return `${pathname}?${new URLSearchParams([...new URLSearchParams(query), ['limit', String(limit)]])}`
}

interface ReadTimes {
  few: Times
  /** For a list: limited to as many rows as the small store has, because rows take most of a read's time. */
  many: Times
  ratio: number
  /** For a list: with a full page of rows. */
  fullPage: Times
}

async function measureRead(bench: Bench, small: Side, grown: Side, name: string): Promise<ReadTimes> {
  const [ofSmall, ofGrown] = [small.reads[name], grown.reads[name]]
  if (ofSmall === undefined || ofGrown === undefined) throw new Error(`There is no read "${name}".`)
  const rows = await rowsOf(small, ofSmall())
  const hasMore = rows !== null && rows !== (await rowsOf(grown, ofGrown()))
  const reads: Read[] = [() => ask(small, ofSmall()), () => ask(grown, ofGrown())]
  if (hasMore) reads.push(() => ask(grown, limited(ofGrown(), Math.max(1, rows))))
  const [few, fullPage, asMany] = await timesByTurns(bench, reads)
  if (few === undefined || fullPage === undefined) throw new Error(`"${name}" was not read.`)
  const many = asMany ?? fullPage
  return { few, many, ratio: round(many.p95 / few.p95, 2), fullPage }
}

/** Measures all reads. Fills the store of the bench to do so. */
export async function measureReads(bench: Bench): Promise<Measured> {
  const small = await startSmallSide(bench)
  await fillStore(bench, storeSizes(bench.quick).many)
  const grown = await sideOf(bench.stack.addresses.web, bench.store)
  const reads: Record<string, ReadTimes> = {}
  for (const name of Object.keys(small.reads)) reads[name] = await measureRead(bench, small, grown, name)
  return {
    figures: { reads },
    checks: Object.entries(reads).flatMap(([name, { ratio, fullPage }]) => [
      atMost(`reads.${name}.ratio`, ratio, MOST_FACTOR),
      atMost(`reads.${name}.p99`, fullPage.p99, MOST_MS),
    ]),
  }
}
