// Brings the store to a size by SQL: ended packets of the last days, as deliveries would have left them.
import { sql } from 'drizzle-orm'
import { apply } from '@/lib/packet/apply'
import { openLedger } from '@/lib/packet/ledger'
import { attempts, packets, packetWords } from '@/lib/store/schema'
import type { Bench } from './bench'

const CHUNK = 20_000
const SPREAD = '6 days'

export function storeSizes(quick: boolean): { few: number; many: number } {
  return quick ? { few: 1_000, many: 20_000 } : { few: 1_000, many: 1_000_000 }
}

/** The ledger of a packet that its first provider confirmed. */
function confirmedLedger(at: number): string {
  const chosen = {
    type: 'routeChosen',
    at,
    provider: 'RouteA',
    receiptTimeoutMs: 10_000,
    settlingMs: 0,
  } as const
  const receipt = { type: 'receiptArrived', at: at + 2_000, attempt: 1, receivedAt: at + 2_000 } as const
  const opened = apply(openLedger(at, 4), chosen)
  return JSON.stringify(apply(opened, { ...receipt, delivered: true, reason: null }))
}

/** Returns how many packets the store holds then, which may be more. */
export async function fillStore(bench: Bench, size: number): Promise<number> {
  const { store, say, signal } = bench
  const { rows } = await store.db.execute<{ count: number }>(
    sql`select count(*)::integer as count from ${packets}`,
  )
  const count = rows[0]?.count ?? 0
  if (size <= count) return count
  say(`Making ${size - count} packets, so that the store holds ${size}`)
  const ledger = confirmedLedger(Date.now())
  for (let made = count; made < size; made += CHUNK) {
    signal.throwIfAborted()
    await makePackets(bench, made, Math.min(made + CHUNK, size), ledger)
  }
  await store.db.execute(sql`vacuum analyze ${packets}, ${attempts}, ${packetWords}`)
  return size
}

async function makePackets({ store }: Bench, from: number, to: number, ledger: string): Promise<void> {
  const made = sql`
    select 'made-' || lpad(n::text, 9, '0') as id, '+01777' || lpad((n % 1000)::text, 7, '0') as source,
      '+01666' || lpad((n % 100000)::text, 7, '0') as destination, n % 5 as provider, n % 20 = 0 as failed,
      now() - random() * interval '${sql.raw(SPREAD)}' as ended_at
    from generate_series(${from}::integer, ${to - 1}::integer) as n`
  await store.db.execute(sql`
    with made as (${made}), added as (
      insert into ${packets} (id, source, destination, contents, content_type, content_bytes, max_attempts, created_at,
        owner, claimed_at, run_id, version, status, ledger, updated_at, ended_at, closed_at, delivered_by, providers)
      select id, source, destination, 'Hello'::bytea, 'text/plain; charset=utf-8', 5, 4, ended_at - interval '3 seconds',
        'packet-' || id, ended_at, 'made', 1, case when failed then 'EXHAUSTED' else 'DELIVERED' end, ${ledger}::jsonb,
        ended_at, ended_at, ended_at, case when failed then null else 'Route' || chr(65 + provider) end,
        array['Route' || chr(65 + provider)]
      from made returning id
    ), words as (
      insert into ${packetWords} (packet_id, words)
      select id, id || E'\n' || source || E'\n' || destination from made
    )
    insert into ${attempts} (packet_id, number, provider, kind, late, doubled, receipt_delivered, receipt_ms,
      receipt_bucket, ended_at)
    select id, 1, 'Route' || chr(65 + provider), case when failed then 'silent' else 'confirmed' end, false, false,
      case when failed then null else true end, case when failed then null else 2000 end,
      case when failed then null else 99 end, ended_at
    from made`)
}
