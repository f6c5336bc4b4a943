/**
 * Hand-overs are claimed immediately before they are sent. The claim checks that they are still wanted and keeps to the
 * provider's limits across all workers.
 */
import { sql } from 'drizzle-orm'
import type { AttemptAt, HandedOver, HandOverOrder, ReceiptSignal } from '@/lib/contract/workflows'
import { areForLedgers, handOvers, packets, providerTurns, receipts } from './schema'
import { findForLedgers } from './settling'
import { type Database, runPlanned, toJson } from './store'

/** The limits of a provider; null means no limit. */
export interface HandOverLimits {
  readonly maxPerSecond: number | null
  readonly maxConcurrent: number | null
}

export interface ClaimedPacket {
  source: string
  destination: string
  contents: Uint8Array
  /** Milliseconds since the epoch. */
  expiresAt: number | null
  /** The `traceparent` of the request that submitted the packet; null without tracing. */
  trace: string | null
}

export type HandOverClaim =
  /** Send it in `inMs` milliseconds. `again`: a worker that was lost may have sent it already. */
  | { is: 'begun'; inMs: number; again: boolean; packet: ClaimedPacket }
  | { is: 'answered'; handedOver: HandedOver }
  | {
      is: 'unwanted'
      why: 'withdrawn' | 'expired' | 'lost'
      mayHaveArrived: boolean
      receipts: ReceiptSignal[]
    }
  | { is: 'takenBack' }
  /** The provider's limit is reached. Ask again in `inMs` milliseconds, or once a hand-over is answered. */
  | { is: 'later'; inMs: number }

export interface ClaimOptions {
  provider: string
  limits: HandOverLimits
  orders: readonly HandOverOrder[]
  /** Milliseconds since the epoch, for expiry. */
  at: number
  /** The provider takes no new packets. */
  takesBack: boolean
}

/** Longer than a hand-over takes. After it, a slot that a lost worker holds is free again. */
const leaseMs = 15_000
/** How far ahead of their sending time hand-overs are claimed. */
const horizonMs = 250
const laterMs = 1_000

/** Returns the claims in the order of the orders. */
export async function claimHandOvers(db: Database, options: ClaimOptions): Promise<HandOverClaim[]> {
  const { maxPerSecond, maxConcurrent } = options.limits
  if (maxPerSecond === null && maxConcurrent === null) return claim(db, options, unlimited)
  return db.transaction(async (tx) => {
    const room = await roomOf(tx, options)
    return claim(tx, options, room)
  })
}

/** How many may be sent: the first after `firstInMs`, each further one `stepMs` later. */
interface Room {
  count: number
  firstInMs: number
  stepMs: number
}

const unlimited: Room = { count: Number.POSITIVE_INFINITY, firstInMs: 0, stepMs: 0 }

/** Locks the provider's row, so that concurrent workers take the free slots one after the other. */
async function roomOf(tx: Database, { provider, limits, orders }: ClaimOptions): Promise<Room> {
  const { maxPerSecond, maxConcurrent } = limits
  const turn = await tx.execute<{ wait_ms: number }>(sql`
    insert into ${providerTurns} as turn (provider, next_at) values (${provider}, clock_timestamp())
    on conflict (provider) do update set provider = excluded.provider
    returning greatest(0, extract(epoch from turn.next_at - clock_timestamp()) * 1000)::float8 as wait_ms`)
  const firstInMs = maxPerSecond === null ? 0 : (turn.rows[0]?.wait_ms ?? 0)
  const stepMs = maxPerSecond === null ? 0 : 1000 / maxPerSecond
  const inTime = stepMs === 0 ? Number.POSITIVE_INFINITY : Math.floor((horizonMs - firstInMs) / stepMs) + 1
  if (maxConcurrent === null) return { count: Math.max(0, inTime), firstInMs, stepMs }
  const own = JSON.stringify(orders.map(({ packetId, attempt }) => ({ packet_id: packetId, attempt })))
  const taken = await tx.execute<{ count: number }>(sql`
    select count(*)::integer as count from ${handOvers} as hand_over
    where provider = ${provider} and leased_until > clock_timestamp() and not exists (
      select 1 from jsonb_to_recordset(${own}::jsonb) as own(packet_id text, attempt integer)
      where own.packet_id = hand_over.packet_id and own.attempt = hand_over.attempt)`)
  const free = maxConcurrent - (taken.rows[0]?.count ?? 0)
  return { count: Math.max(0, Math.min(inTime, free)), firstInMs, stepMs }
}

async function claim(db: Database, options: ClaimOptions, room: Room): Promise<HandOverClaim[]> {
  const looks = await lookAt(db, options)
  const verdicts = looks.map((look, index) => judge(look, options, options.orders[index]))
  const due = options.orders.filter((_, index) => verdicts[index] === null)
  const turns = due.slice(0, room.count)
  const begun = await begin(db, options, turns)
  if (turns.length > 0 && room.stepMs > 0) {
    const nextInMs = room.firstInMs + turns.length * room.stepMs
    await db.execute(sql`
      update ${providerTurns} set next_at = clock_timestamp() + ${nextInMs} * interval '1 ms'
      where provider = ${options.provider}`)
  }
  const unwanted = options.orders.filter((_, index) => verdicts[index]?.is === 'unwanted')
  const told = await receiptsFor(db, unwanted)
  return options.orders.map((order, index) => {
    const verdict = verdicts[index]
    if (verdict) return verdict.is === 'unwanted' ? { ...verdict, receipts: told(order) } : verdict
    const turn = turns.indexOf(order)
    const packet = begun.get(keyOf(order))
    // The hand-over was answered or withdrawn after `lookAt`.
    if (turn >= 0 && packet === undefined) return { is: 'later', inMs: 0 }
    if (packet === undefined) return { is: 'later', inMs: Math.max(1, Math.min(laterMs, room.firstInMs)) }
    const inMs = room.firstInMs + turn * room.stepMs
    return { is: 'begun', inMs, again: looks[index]?.begun ?? false, packet }
  })
}

interface Look {
  isWanted: boolean
  hasContents: boolean
  /** Milliseconds since the epoch. */
  expiresAt: number | null
  begun: boolean
  answer: HandedOver | null
}

async function lookAt(db: Database, { provider, orders }: ClaimOptions): Promise<Look[]> {
  const asked = JSON.stringify(
    orders.map(({ packetId, epoch, attempt }, place) => ({ place, packet_id: packetId, epoch, attempt })),
  )
  const rows = await runPlanned<{
    is_wanted: boolean
    has_contents: boolean
    expires_ms: number | null
    begun: boolean
    answer: HandedOver | null
  }>(
    db,
    'look at hand-overs',
    sql`
    select
      coalesce(packet.epoch = asked.epoch and packet.closed_at is null and packet.ended_at is null
        and packet.cancel_asked_at is null, false)
        and not exists (
          select 1 from ${receipts} where ${receipts.packetId} = asked.packet_id
            and ${receipts.attempt} = asked.attempt and ${areForLedgers}) as is_wanted,
      packet.contents is not null as has_contents,
      (extract(epoch from packet.expires_at) * 1000)::float8 as expires_ms,
      hand_over.begun_at is not null as begun,
      hand_over.answer
    from jsonb_to_recordset(${asked}::jsonb)
      as asked(place integer, packet_id text, epoch integer, attempt integer)
    left join ${packets} as packet on packet.id = asked.packet_id
    left join ${handOvers} as hand_over on hand_over.packet_id = asked.packet_id
      and hand_over.attempt = asked.attempt and hand_over.provider = ${provider}
    order by asked.place`,
  )
  return rows.map((row) => ({
    isWanted: row.is_wanted,
    hasContents: row.has_contents,
    expiresAt: row.expires_ms,
    begun: row.begun,
    answer: row.answer,
  }))
}

type Verdict =
  | Omit<Extract<HandOverClaim, { is: 'unwanted' }>, 'receipts'>
  | Extract<HandOverClaim, { is: 'answered' | 'takenBack' }>

/** Null if the hand-over is to be sent. */
function judge(look: Look, { at, takesBack }: ClaimOptions, order?: HandOverOrder): Verdict | null {
  if (look.answer !== null) return { is: 'answered', handedOver: look.answer }
  const unwanted = { is: 'unwanted', mayHaveArrived: look.begun } as const
  if (!look.isWanted) return { ...unwanted, why: 'withdrawn' }
  if (look.expiresAt !== null && look.expiresAt <= at) return { ...unwanted, why: 'expired' }
  if (!look.hasContents) return { ...unwanted, why: 'lost' }
  return takesBack && !look.begun && !order?.mayHaveArrived ? { is: 'takenBack' } : null
}

/** The result lacks hand-overs that were answered or withdrawn meanwhile. */
async function begin(
  db: Database,
  { provider, limits }: ClaimOptions,
  turns: readonly HandOverOrder[],
): Promise<ReadonlyMap<string, ClaimedPacket>> {
  if (turns.length === 0) return new Map()
  const due = JSON.stringify(turns.map(({ packetId, attempt }) => ({ packet_id: packetId, attempt })))
  const lease = limits.maxConcurrent === null ? null : leaseMs
  const rows = await runPlanned<{
    packet_id: string
    attempt: number
    source: string
    destination: string
    contents: Buffer | null
    expires_ms: number | null
    trace: string | null
  }>(
    db,
    'begin hand-overs',
    sql`
    with begun as (
      insert into ${handOvers} as hand_over (packet_id, attempt, provider, begun_at, leased_until)
      select packet_id, attempt, ${provider}, now(), now() + ${lease}::integer * interval '1 ms'
      from jsonb_to_recordset(${due}::jsonb) as due(packet_id text, attempt integer)
      order by packet_id, attempt
      on conflict (packet_id, attempt, provider) do update
        set begun_at = excluded.begun_at, leased_until = excluded.leased_until
        where hand_over.answer is null
      returning packet_id, attempt
    )
    select begun.packet_id, begun.attempt, packet.source, packet.destination, packet.contents,
      (extract(epoch from packet.expires_at) * 1000)::float8 as expires_ms, packet.trace
    from begun join ${packets} as packet on packet.id = begun.packet_id`,
  )
  return new Map(
    rows.flatMap(({ packet_id: packetId, attempt, contents, expires_ms: expiresAt, ...addresses }) =>
      contents === null ? [] : [[keyOf({ packetId, attempt }), { ...addresses, contents, expiresAt }]],
    ),
  )
}

/**
 * Receipts that the packets' workflows may not have heard of. A receipt of another attempt can also be the reason why a
 * hand-over is not wanted.
 */
async function receiptsFor(db: Database, orders: readonly HandOverOrder[]) {
  const ids = [...new Set(orders.map(({ packetId }) => packetId))]
  const stored = ids.length === 0 ? [] : await findForLedgers(db, ids)
  return ({ packetId }: HandOverOrder) => stored.filter((each) => each.packetId === packetId)
}

function keyOf({ packetId, attempt }: Pick<AttemptAt, 'packetId' | 'attempt'>): string {
  return `${packetId} ${attempt}`
}

/**
 * Stores each answer once and frees its slot. After an outage of ours the attempt is handed over again, so only whether
 * it may have arrived is kept.
 */
export async function answerHandOvers(
  db: Database,
  answers: readonly (AttemptAt & { handedOver: HandedOver })[],
): Promise<void> {
  const rows = answers
    .map(({ packetId, attempt, provider, handedOver }) => ({
      packet_id: packetId,
      attempt,
      provider,
      is_last: handedOver.answer.kind !== 'outage',
      may_have_arrived: 'mayHaveArrived' in handedOver.answer && handedOver.answer.mayHaveArrived,
      answer: handedOver,
    }))
    .toSorted((one, other) => (keyOfRow(one) < keyOfRow(other) ? -1 : 1))
  await runPlanned(
    db,
    'answer hand-overs',
    sql`
    update ${handOvers} as hand_over set
      answer = case when given.is_last then given.answer end,
      begun_at = case when given.is_last or given.may_have_arrived then hand_over.begun_at end,
      leased_until = null
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as given(
      packet_id text, attempt integer, provider text, is_last boolean, may_have_arrived boolean, answer jsonb)
    where hand_over.packet_id = given.packet_id and hand_over.attempt = given.attempt
      and hand_over.provider = given.provider and hand_over.answer is null`,
  )
}

function keyOfRow({ packet_id: packetId, attempt }: { packet_id: string; attempt: number }): string {
  return keyOf({ packetId, attempt })
}

/**
 * Withdraws hand-overs that have not begun: a later claim finds the answer "withdrawn".
 *
 * @returns for each attempt whether it will not be sent; one that has begun gets its provider's answer instead
 */
export async function withdrawHandOvers(db: Database, attempts: readonly AttemptAt[]): Promise<boolean[]> {
  const rows = attempts.map(({ packetId, attempt, provider }) => ({
    packet_id: packetId,
    attempt,
    provider,
    answer: { packetId, attempt, ...withdrawn },
  }))
  const { rows: stopped } = await db.execute<{ packet_id: string; attempt: number }>(sql`
    insert into ${handOvers} as hand_over (packet_id, attempt, provider, answer)
    select packet_id, attempt, provider, answer from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asked(
      packet_id text, attempt integer, provider text, answer jsonb)
    order by packet_id, attempt
    on conflict (packet_id, attempt, provider) do update set answer = excluded.answer
      where hand_over.begun_at is null
    returning packet_id, attempt`)
  const keys = new Set(stopped.map(keyOfRow))
  return attempts.map((attempt) => keys.has(keyOf(attempt)))
}

const withdrawn = {
  answer: { kind: 'unsent', why: 'withdrawn', mayHaveArrived: false },
  excerpt: '',
  tries: 0,
} as const

/** Providers that packets in flight were or will be handed to. */
export async function findProvidersInFlight(db: Database): Promise<string[]> {
  const { rows } = await db.execute<{ provider: string }>(sql`
    select distinct unnest(providers) as provider from ${packets} where closed_at is null`)
  return rows.map(({ provider }) => provider)
}
