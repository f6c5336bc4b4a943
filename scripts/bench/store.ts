// Fills the store to a size by SQL with packets as deliveries of the last days would have left them, a few under way.
import { sql } from 'drizzle-orm'
import { apply } from '@/lib/packet/apply'
import { defaultPriority } from '@/lib/packet/bounds'
import type { LedgerEvent } from '@/lib/packet/events'
import { flagsOf } from '@/lib/packet/flags'
import { type Ledger, openLedger, settlingUntil } from '@/lib/packet/ledger'
import { currentProvider } from '@/lib/packet/view'
import { attemptRows } from '@/lib/store/ownership'
import {
  attemptSums,
  attempts,
  audit,
  batches,
  packetSums,
  packets,
  packetWords,
  receipts,
} from '@/lib/store/schema'
import { mergeSums } from '@/lib/store/scoreboard'
import type { Database, Store } from '@/lib/store/store'

const CHUNK = 20_000
/** Packets under way after each filling. Their number depends on the rate of submissions, not on how much is kept. */
const UNDER_WAY = 200
/** Consecutive numbers get shapes that are far apart, so any range of numbers is a sample of all shapes. */
const STRIDE = 37
const PER_BATCH = 10_000

export function storeSizes(quick: boolean): { few: number; many: number } {
  return quick ? { few: 1_000, many: 20_000 } : { few: 1_000, many: 1_000_000 }
}

interface Filling {
  store: Store
  say: (line: string) => void
  signal: AbortSignal
}

/** Fills the store up to `size` packets. Returns how many it holds afterwards, which may be more. */
export async function fillStore({ store: { db }, say, signal }: Filling, size: number): Promise<number> {
  const count = await db.$count(packets)
  if (size <= count) return count
  say(`Making ${size - count} packets, so that the store holds ${size}`)
  const shapes = madeLedgers().map(shapeOf)
  const ended = shapes.filter(({ took_ms }) => took_ms !== null)
  const underWay = shapes.filter(({ took_ms }) => took_ms === null)
  const allEnded = Math.max(count, size - UNDER_WAY)
  const all = { from: count, to: allEnded }
  for (let made = count; made < allEnded; made += CHUNK) {
    signal.throwIfAborted()
    await makePackets(db, ended, { from: made, to: Math.min(made + CHUNK, allEnded) }, all)
  }
  const rest = { from: allEnded, to: size }
  await makePackets(db, underWay, rest, rest)
  await mergeSums(db, Date.now())
  // Writing so many sums at once leaves free space in the tables that a slowly growing store does not have.
  await db.execute(sql`vacuum full ${packetSums}`)
  await db.execute(sql`vacuum full ${attemptSums}`)
  await db.execute(sql`vacuum analyze`)
  // Writes all of that to disk now, since it would otherwise slow down the next measurement.
  await db.execute(sql`checkpoint`)
  return size
}

/** The columns that are derived from a ledger. */
function shapeOf({ ledger, isFormer }: MadeLedger) {
  const settles = settlingUntil(ledger)
  return {
    is_former: isFormer,
    ledger,
    status: ledger.status,
    took_ms: ledger.endedAt,
    settles_ms: settles === null || ledger.endedAt === null ? null : settles - ledger.endedAt,
    current_provider: currentProvider(ledger),
    providers: ledger.attempts.map(({ provider }) => provider),
    flags: flagsOf(ledger),
    attempts: ledger.endedAt === null ? [] : attemptRows(ledger),
  }
}

type Shape = ReturnType<typeof shapeOf>

/**
 * Makes the packets of a range of numbers, each with another shape. Ended packets ended one after the other within the
 * last six days, those of the former provider more than three days ago; packets under way were submitted within the
 * last ten minutes. One in a hundred has a kept receipt, one in twenty an entry in the audit. Some of the ended ones
 * came with a batch or have an ordering key; some packets have a fairness key or a priority other than the default.
 *
 * @param all the whole range of numbers that is being made, of which `from` to `to` is a part
 */
async function makePackets(
  db: Database,
  shapes: readonly Shape[],
  { from, to }: { from: number; to: number },
  all: { from: number; to: number },
) {
  const options = JSON.stringify({
    format: 'csv',
    badRows: 'skip',
    separator: null,
    columns: {},
    defaults: {},
  })
  const numbered = JSON.stringify(shapes.map((shape, number) => ({ number, ...shape })))
  await db.execute(sql`
    with shape as (
      select * from jsonb_to_recordset(${numbered}::jsonb) as row(
        number integer, is_former boolean, ledger jsonb, status text, took_ms bigint, settles_ms bigint, current_provider text,
        providers text[], flags text[], attempts jsonb)
    ), made as (
      select shape.*, 'made-' || substr(md5(n::text), 1, 8) || '-' || lpad(n::text, 9, '0') as id,
        '+01777' || lpad((n % 1009)::text, 7, '0') as source,
        case when n % 10 = 0 then 'till-' || n % 997 || '@shop.example'
          else '+01666' || lpad((n::bigint * 7919 % 100003)::text, 7, '0') end as destination,
        n % 100 = 0 as is_kept, n % 20 = 0 as is_audited, n as batch_line,
        case when took_ms is not null and n % 5 = 1 then 'made-batch-' || n / ${PER_BATCH * 5} end as batch_id,
        case when took_ms is not null and n % 7 = 2 then 'made-key-' || n % 997 end as ordering_key,
        case when n % 11 = 3 then 'made-tenant-' || n % 13 end as fairness_key,
        case n % 10 when 3 then 1 when 6 then 5 else ${defaultPriority} end as priority, now() - case
          when took_ms is null then random() * interval '10 minutes'
          when is_former then interval '3 days' + age * interval '3 days'
          else age * interval '6 days' end as at
      from generate_series(${from}::integer, ${to - 1}::integer) as n
        cross join lateral (select (${all.to} - n)::float8 / ${all.to - all.from} as age) as aged
        join shape on shape.number = n::bigint * ${STRIDE}::integer % ${shapes.length}::integer
    ), batch as (
      insert into ${batches} (id, options, state, created_at, uploaded_at, ended_at)
      select distinct batch_id, ${options}::jsonb, 'COMPLETED', now(), now(), now() from made where batch_id is not null
      on conflict do nothing
    ), added as (
      insert into ${packets} (id, source, destination, source_key, destination_key, contents, content_type, content_bytes, max_attempts, created_at,
        owner, claimed_at, run_id, version, status, ledger, updated_at, ended_at, closed_at, settling_until,
        current_provider, providers, flags, batch_id, batch_line, ordering_key, queue_number, fairness_key, priority)
      select id, source, destination, source, destination, 'Hello'::bytea, 'text/plain; charset=utf-8', 5, 4,
        at - coalesce(took_ms, 0) * interval '1 ms', 'packet-' || id, at, 'made', 1, status, ledger, at,
        case when took_ms is not null then at end, case when took_ms is not null then at end,
        at + settles_ms * interval '1 ms', current_provider, providers, flags, batch_id,
        case when batch_id is not null then batch_line end, ordering_key,
        case when ordering_key is not null then batch_line end, fairness_key, priority
      from made
    ), words as (
      insert into ${packetWords} (packet_id, words) select id, lower(concat_ws(E'\n', '', id, source, destination)) from made
    ), kept as (
      insert into ${receipts} (provider, webhook_id, packet_id, attempt, delivered, digest, excerpt, key, key_age,
        received_at, result, kept_reason, untold)
      select 'RouteA', id, id, 1, true, 'made', '{}', 'made', 'only', at, 'kept', 'UNKNOWN_ATTEMPT', false
      from made where is_kept
    ), audited as (
      insert into ${audit} (at, who, action, subject, reason, via, result, ended_at)
      select at, 'Ada', 'packet.cancel', id, 'made', 'page', 'REFUSED', at from made where is_audited
    )
    insert into ${attempts} (packet_id, number, provider, kind, late, doubled, receipt_delivered, receipt_ms,
      receipt_bucket, followed, ended_at)
    select made.id, attempt.*, made.at from made, jsonb_to_recordset(made.attempts) as attempt(
      number integer, provider text, kind text, late boolean, doubled boolean, receipt_delivered boolean,
      receipt_ms bigint, receipt_bucket integer, followed boolean)
    where made.took_ms is not null`)
}

const TIMEOUT_MS = 10_000
const SETTLING_MS = 72 * 3_600_000
/** A provider that was removed still has its packets, all of them older than those of the others. */
export const FORMER_PROVIDER = 'RouteOld'
/** For each provider the cumulative share, in percent, of packets that have it as their first. */
const SHARES = [
  ['RouteA', 40],
  ['RouteB', 70],
  ['RouteC', 90],
  ['RouteD', 99],
  ['RouteE', 100],
] as const

type Deed = 'confirms' | 'refuses' | 'stays silent' | 'rejects'
type Ending =
  | 'as it comes'
  | 'twice'
  | 'no route'
  | 'fails'
  | 'canceled'
  | 'expires'
  | 'waits'
  | 'is sent'
  | 'is routed'

/** For each way of a delivery: how many of a thousand packets take it. */
const WAYS: readonly [number, readonly Deed[], Ending][] = [
  [696, ['confirms'], 'as it comes'],
  [120, ['stays silent', 'confirms'], 'as it comes'],
  [40, ['rejects', 'confirms'], 'as it comes'],
  [20, ['refuses', 'confirms'], 'as it comes'],
  [15, ['stays silent', 'confirms'], 'twice'],
  [40, ['stays silent', 'stays silent', 'rejects', 'stays silent'], 'as it comes'],
  [10, [], 'no route'],
  [15, ['rejects'], 'fails'],
  [20, ['stays silent'], 'canceled'],
  [20, ['stays silent'], 'expires'],
  [2, [], 'is sent'],
  [1, [], 'is routed'],
  [1, [], 'waits'],
]

interface MadeLedger {
  ledger: Ledger
  isFormer: boolean
}

/** Makes a thousand ledgers with the real rules. Times are milliseconds since the packet's submission. */
function madeLedgers(): MadeLedger[] {
  const ways = WAYS.flatMap(([count, deeds, ending]) =>
    Array.from({ length: count }, () => ({ deeds, ending })),
  )
  return ways.map(({ deeds, ending }, index) => {
    const isFormer = ending === 'as it comes' && index % 20 === 7
    return { ledger: ledgerOf(deeds, ending, providersFrom(index, isFormer), index), isFormer }
  })
}

/** The first provider by the shares, then the others in their order. */
function providersFrom(index: number, isFormer: boolean): string[] {
  const providers = SHARES.map(([provider]) => provider)
  const place = (index * 37) % 100
  const [first] = SHARES.find(([, upTo]) => place < upTo) ?? SHARES[0]
  return [isFormer ? FORMER_PROVIDER : first, ...providers.filter((provider) => provider !== first)]
}

function ledgerOf(
  deeds: readonly Deed[],
  ending: Ending,
  providers: readonly string[],
  index: number,
): Ledger {
  let ledger = openLedger(0, 4, ending === 'expires' ? TIMEOUT_MS : null)
  for (const [at, deed] of deeds.entries()) ledger = tried(ledger, deed, providers[at] ?? '', index)
  return ended(ledger, ending, providers[0] ?? '')
}

function chosen(ledger: Ledger, provider: string): Ledger {
  const event = {
    type: 'routeChosen',
    provider,
    receiptTimeoutMs: TIMEOUT_MS,
    settlingMs: SETTLING_MS,
  } as const
  return apply(ledger, { ...event, at: ledger.updatedAt })
}

function tried(before: Ledger, deed: Deed, provider: string, index: number): Ledger {
  const at = before.updatedAt
  const attempt = before.attempts.length + 1
  const handedOver = [answered(at, attempt, deed)]
  // Spread like real receipt times: most within seconds, some close to the deadline.
  const tookMs = 300 + ((index * 7919) % 97) ** 2
  const events: Record<Deed, LedgerEvent[]> = {
    confirms: [received(at + tookMs, attempt, true)],
    refuses: [received(at + tookMs, attempt, false)],
    'stays silent': [passed(at + TIMEOUT_MS, attempt)],
    rejects: [],
  }
  return [...handedOver, ...events[deed]].reduce(apply, chosen(before, provider))
}

function answered(at: number, attempt: number, deed: Deed): LedgerEvent {
  const event = { type: 'handOverAnswered', at, attempt } as const
  if (deed !== 'rejects') return { ...event, answer: { kind: 'accepted', status: 202, latencyMs: 20 } }
  const reason = { code: 'REJECTED', status: 422, redirect: null } as const
  return { ...event, answer: { kind: 'rejected', status: 422, latencyMs: 20, reason, mayHaveArrived: false } }
}

function received(at: number, attempt: number, delivered: boolean): LedgerEvent {
  const reason = delivered ? null : 'Blocked number'
  return {
    type: 'receiptArrived',
    at,
    attempt,
    receivedAt: at,
    delivered,
    reason,
    providerReference: 'SM-4711',
  }
}

function passed(at: number, attempt: number): LedgerEvent {
  return { type: 'deadlinePassed', at, attempt, intakeUp: true, graceMs: 30_000 }
}

function ended(ledger: Ledger, ending: Ending, provider: string): Ledger {
  const at = ledger.updatedAt + 1
  switch (ending) {
    case 'as it comes':
      return ledger
    case 'twice':
      return apply(ledger, received(at, 1, true))
    case 'no route':
      return apply(ledger, { type: 'noRouteLeft', at })
    case 'fails':
      return apply(ledger, { type: 'failed', at, why: { code: 'INTERNAL', error: null } })
    case 'canceled':
      return apply(ledger, {
        type: 'canceled',
        at,
        why: { code: 'CANCELED_BY_OPERATOR', words: 'Not needed', who: null },
      })
    case 'expires':
      return apply(ledger, { type: 'expired', at })
    case 'is sent':
      return chosen(ledger, provider)
    case 'is routed':
      return ledger
    case 'waits':
      return apply(ledger, {
        type: 'routeWaited',
        at,
        wait: { why: 'unavailable', drained: ['RouteA'], broken: [] },
      })
  }
}
