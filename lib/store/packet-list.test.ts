import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PacketFilter, packetFilter } from '@/lib/contract/packet-list'
import { mostCounted, packetSorts } from '@/lib/contract/paging'
import type { LedgerEvent } from '@/lib/packet/events'
import { openBatch } from './batches'
import {
  countPackets,
  countStatuses,
  countUnended,
  type ListPlace,
  listPackets,
  readWaiting,
} from './packet-list'
import { type PageRequest, pages } from './page'
import { storeReceipts } from './receipts'
import { packets } from './schema'
import { createDatabase, type TestDatabase } from './test-support/database'
import { chosen, newReceipt, receipt, silence, storePacket } from './test-support/stored-packet'

const start = Date.parse('2026-01-01T12:00:00Z')

const options = { format: 'csv', badRows: 'skip', separator: null, columns: {}, defaults: {} } as const
const newBatch = { name: null, repeats: null, options, at: start }

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

const db = () => database.store.db
const scopeOf = (filter: PacketFilter) => ({ filter, stuckOwners: [], now: start })

/** Reads page by page, so that every cursor is used. */
async function idsOf(filter: PacketFilter, limit = 2): Promise<string[]> {
  const ids: string[] = []
  const read = (request: PageRequest<ListPlace>) => listPackets(db(), scopeOf(filter), request)
  for await (const page of pages(read, limit)) ids.push(...page.map(({ id }) => id))
  expect(await countPackets(db(), scopeOf(filter))).toBe(ids.length)
  return ids
}

test('each order and filter lists the matching packets page by page, and counts as many', async () => {
  await db().delete(packets)
  const delivered = async (id: string, createdAt: number, endedAt: number) =>
    storePacket(db(), { id, createdAt }, [chosen(createdAt, 'A'), receipt(endedAt, 1, true)])
  await delivered('quick', start, start + 1_000)
  await delivered('slow', start + 10, start + 9_000)
  await delivered('same', start + 10, start + 9_000)
  await storePacket(db(), { id: 'failed-over', createdAt: start + 20 }, [
    chosen(start + 20, 'A'),
    silence(start + 10_020, 1),
    chosen(start + 10_020, 'B'),
    receipt(start + 11_000, 2, true),
    receipt(start + 12_000, 1, true),
  ])
  await storePacket(db(), { id: 'none', createdAt: start + 30 }, [{ type: 'noRouteLeft', at: start + 40 }])
  await storePacket(db(), { id: 'sent', createdAt: start + 50 }, [chosen(start + 50, 'B')])
  await storePacket(db(), { id: 'fresh', createdAt: start + 60 })

  expect(await idsOf({})).toEqual(['fresh', 'sent', 'failed-over', 'slow', 'same', 'quick', 'none'])
  const newest = ['fresh', 'sent', 'none', 'failed-over', 'slow', 'same', 'quick']
  expect(await idsOf({ sort: 'newest' })).toEqual(newest)
  expect(await idsOf({ sort: 'oldest' })).toEqual(newest.toReversed())
  const later = new Date(start + 10).toISOString()
  expect(await idsOf({ from: later })).toEqual(newest.slice(0, -1))
  expect(await idsOf({ from: later, sort: 'active' })).toEqual([
    'fresh',
    'sent',
    'failed-over',
    'slow',
    'same',
    'none',
  ])

  expect(await idsOf({ provider: 'B' }, 1)).toEqual(['sent', 'failed-over'])
  expect(await idsOf({ provider: 'A' }, 1)).toEqual(['failed-over', 'slow', 'same', 'quick'])
  expect(await idsOf({ provider: 'A', sort: 'oldest' }, 1)).toEqual(['quick', 'same', 'slow', 'failed-over'])
  expect(await idsOf({ provider: 'A', status: 'DELIVERED', q: 'slo' }, 1)).toEqual(['slow'])
  expect(await idsOf({ provider: 'C' })).toEqual([])
  expect(await idsOf({ provider: 'B', status: 'DELIVERED' }, 1)).toEqual(['failed-over'])
  expect(await idsOf({ status: 'ROUTING' })).toEqual(['fresh'])
  expect(await idsOf({ status: 'TRANSMITTING' })).toEqual(['sent'])
  expect(await idsOf({ status: 'DELIVERED' })).toEqual(['failed-over', 'slow', 'same', 'quick'])
  expect(await idsOf({ status: 'DELIVERED', sort: 'oldest' })).toEqual([
    'quick',
    'same',
    'slow',
    'failed-over',
  ])
  expect(await idsOf({ flag: 'doubled' })).toEqual(['failed-over'])
  expect(await idsOf({ flag: 'grace' })).toEqual([])

  expect(await countStatuses(db())).toEqual({
    SCHEDULED: 0,
    QUEUED: 0,
    ROUTING: 1,
    TRANSMITTING: 1,
    DELIVERED: 4,
    NO_ROUTE: 1,
    EXHAUSTED: 0,
    EXPIRED: 0,
    FAILED: 0,
    CANCELED: 0,
  })
})

test('packets that have not begun are sorted among ended ones by their submission', async () => {
  await db().delete(packets)
  const id = await openBatch(db(), { ...newBatch, id: 'b1' }).then((batch) => batch.id)
  await storePacket(db(), { id: 'in-flight', createdAt: start })
  const events = [chosen(start, 'A'), receipt(start + 60_000, 1, true)]
  await storePacket(db(), { id: 'ended', createdAt: start }, events)
  await storePacket(db(), { id: 'queued-1', createdAt: start + 30_000, batch: { id, line: 2 } })
  await storePacket(db(), { id: 'queued-2', createdAt: start + 90_000, batch: { id, line: 3 } })
  const deliverAt = start + 86_400_000
  await storePacket(db(), { id: 'scheduled', createdAt: start + 50_000, deliverAt })

  expect(await idsOf({})).toEqual(['in-flight', 'queued-2', 'ended', 'scheduled', 'queued-1'])
  expect(await idsOf({ status: 'QUEUED' }, 1)).toEqual(['queued-2', 'queued-1'])
  expect(await idsOf({ status: 'SCHEDULED' })).toEqual(['scheduled'])
  expect(await idsOf({ status: 'ROUTING' })).toEqual(['in-flight'])
  expect(await idsOf({ batch: id, sort: 'oldest' }, 1)).toEqual(['queued-1', 'queued-2'])
  expect(await idsOf({ batch: id, q: 'queued-1' })).toEqual(['queued-1'])
  expect(await countStatuses(db())).toMatchObject({ SCHEDULED: 1, QUEUED: 2, ROUTING: 1, DELIVERED: 1 })
})

/** Stores `count` packets that wait, submitted one millisecond after the other. */
async function makeWaiting(from: number, count: number): Promise<void> {
  await db().execute(sql`
    insert into ${packets} (id, source, destination, source_key, destination_key, content_type, content_bytes,
      max_attempts, owner, status, flags, created_at, updated_at, ledger)
    select 'waits-' || n, 'a', 'b', 'a', 'b', 'text/plain', 0, 4, 'nobody', 'ROUTING', '{waiting}', at, at,
      jsonb_build_object('status', 'ROUTING', 'waiting', jsonb_build_object(
        'why', 'paused', 'since', (extract(epoch from at) * 1000)::bigint))
    from generate_series(${from}::integer, ${from + count - 1}::integer) as n,
      lateral (select ${new Date(start)}::timestamptz + n * interval '1 ms' as at) as submitted`)
}

test('counts a backlog without limit, and waiting packets up to a limit', async () => {
  await db().delete(packets)
  expect(await readWaiting(db())).toBeNull()
  const many = mostCounted + 40
  for (let made = 0; made < many; made += many / 4) await makeWaiting(made, many / 4)
  await storePacket(db(), { id: 'ended', createdAt: start }, [
    chosen(start, 'A'),
    receipt(start + 1_000, 1, true),
  ])
  await storePacket(db(), { id: 'scheduled', createdAt: start, deliverAt: start + 86_400_000 })
  const { id: batch } = await openBatch(db(), { ...newBatch, id: 'b2' })
  await storePacket(db(), { id: 'queued', createdAt: start, batch: { id: batch, line: 2 } })
  expect(await countUnended(db())).toBe(many + 1)

  const since = new Date(start).toISOString()
  expect(await readWaiting(db())).toEqual({ count: mostCounted + 1, why: 'paused', since })
})

test('finds an attempt that was never sent by its provider', async () => {
  const at = start
  const id = await storePacket(db(), { createdAt: at }, [
    chosen(at, 'Withdrawn'),
    { type: 'withdrawalAsked', at: at + 1, attempt: 1 },
    {
      type: 'handOverAnswered',
      at: at + 2,
      attempt: 1,
      answer: { kind: 'unsent', why: 'withdrawn', mayHaveArrived: false },
    },
    { type: 'canceled', at: at + 3, why: { code: 'CANCELED_IN_TEMPORAL' } },
  ])
  expect(await idsOf({ provider: 'Withdrawn' })).toEqual([id])
})

test('finds by names, any notation of a number, fail-over, groups of statuses, and activity', async () => {
  await db().delete(packets)
  const batch = await openBatch(db(), { ...newBatch, id: 'file-1' })
  const over = (at: number, ...ends: LedgerEvent[]) => [chosen(at, 'A'), silence(at + 10_000, 1), ...ends]
  const toB = (at: number) => over(at, chosen(at + 10_000, 'B'), receipt(at + 11_000, 2, true))
  const day = 86_400_000
  await storePacket(db(), { id: 'over', createdAt: start - day, owner: 'packet-over' }, toB(start - day))
  await storePacket(db(), { id: 'spaced', createdAt: start, destination: '+01666 (0) 000-9999' }, [
    chosen(start, 'A'),
    receipt(start + 1_000, 1, true),
  ])
  await storePacket(db(), { id: 'alone', createdAt: start, source: '00016660009999' }, [
    ...over(start, { type: 'noRouteLeft', at: start + 10_001 }),
  ])
  await storePacket(db(), { id: 'under-way', createdAt: start }, over(start, chosen(start + 10_000, 'B')))
  await storePacket(db(), { id: 'queued', createdAt: start, orderingKey: 'customer-7' })
  await storePacket(db(), { id: 'in-file', createdAt: start, batch: { id: batch.id, line: 2 } })
  await storePacket(db(), { id: 'canceled', createdAt: start }, [
    { type: 'canceled', at: start + 5, why: { code: 'CANCELED_IN_TEMPORAL' } },
  ])
  const named = { providerReference: 'SM 47/11', attempt: 2, provider: 'B' }
  await storeReceipts(db(), [newReceipt({ packetId: 'over', receivedAt: start, ...named })])

  expect(await idsOf({ id: 'over' })).toEqual(['over'])
  expect(await idsOf({ id: 'packet-over' })).toEqual(['over'])
  expect(await idsOf({ id: 'SM 47/11' })).toEqual(['over'])
  expect(await idsOf({ id: 'file-1' })).toEqual(['in-file'])
  expect(await idsOf({ id: 'customer-7' })).toEqual(['queued'])
  expect(await idsOf({ id: 'packets-of-this-test' }, 1)).toHaveLength(6)
  expect(await idsOf({ id: 'nothing' })).toEqual([])

  expect(await idsOf({ destination: '+016660009999' })).toEqual(['spaced'])
  expect(await idsOf({ address: 'tel:+0 1666 000 99 99' }, 1)).toEqual(['alone', 'spaced'])
  expect(await idsOf({ address: '+016660009999', status: 'DELIVERED' })).toEqual(['spaced'])

  expect(await idsOf({ failedOverFrom: 'A' }, 1)).toEqual(['under-way', 'over'])
  expect(await idsOf({ failedOverFrom: 'A', status: 'DELIVERED' })).toEqual(['over'])
  expect(await idsOf({ failedOverFrom: 'A', status: 'IN_FLIGHT' })).toEqual(['under-way'])
  expect(await idsOf({ failedOverFrom: 'B' })).toEqual([])
  expect(await idsOf({ failedOver: 'true' }, 1)).toEqual(['under-way', 'over'])
  expect(await idsOf({ failedOver: 'true', provider: 'B', status: 'DELIVERED' })).toEqual(['over'])

  expect(await idsOf({ status: 'UNDELIVERED' })).toEqual(['alone'])
  expect(await idsOf({ status: 'IN_FLIGHT' })).toEqual(['under-way'])
  expect(await idsOf({ status: 'UNDELIVERED', provider: 'A', sort: 'oldest' })).toEqual(['alone'])

  const today = ['under-way', 'alone', 'spaced', 'canceled', 'queued', 'in-file']
  expect(await idsOf({ within: '1h' })).toEqual(today)
  expect(await idsOf({ within: 'today' }, 1)).toEqual(today)
  expect(await idsOf({ within: 'yesterday' })).toEqual(['over'])
  // In Auckland the second of January began an hour ago.
  expect(await idsOf({ within: 'yesterday', zone: 'Pacific/Auckland' })).toEqual(['over'])
  const early = new Date(start + 5).toISOString()
  const late = new Date(start + 5_000).toISOString()
  expect(await idsOf({ activeFrom: early, activeTo: late })).toEqual(['spaced', 'canceled'])
  expect(await idsOf({ failedOverFrom: 'A', within: 'today' })).toEqual(['under-way'])
})

test.each(packetSorts)('the API accepts the order %s', (sort) => {
  expect(packetFilter.parse({ sort })).toEqual({ sort })
})

const found: [what: string, stored: string, asked: string][] = [
  ['a part', 'order-4711', 'er-47'],
  ['capitals', 'Order-4711', 'oRDER'],
  ['letters outside ASCII', 'Żółć Ñandú', 'żÓŁĆ ñ'],
  ['a Turkish dotted I', 'İstanbul', 'istanbul'],
  ['a Turkish dotless i', 'ısparta', 'ISPARTA'],
  ['a German sharp s', 'Hauptstraße 1', 'STRASSE'],
  ['a capital sharp s', 'HAUPTSTRAẞE 1', 'straße'],
  ['a Greek final sigma', 'ΟΔΟΣ 3', 'οδος'],
  ['a Greek sigma inside', 'ΜΕΣΟΣ', 'μεσο'],
  ['a letter put together', 'Cafe\u0301 Noir', 'CAFÉ'],
  ['a letter taken apart', 'Café Noir', 'cafe\u0301'],
  ['a wide form', 'ＡＢＣ-１', 'abc-1'],
  ['an emoji', 'pump 🔧🚰 4', '🔧🚰 4'],
  ['signs that like treats apart', 'a_b%c\\d', '_b%c\\'],
  ['a beginning of two', 'Öl-Tank', 'öl'],
  ['a beginning of one', '🚰', '🚰'],
]

test.each(found)('finds %s', async (_, source, q) => {
  const id = await storePacket(db(), { source, createdAt: start })
  expect(await idsOf({ q, source }, 10)).toContain(id)
})

const missed: [what: string, stored: string, asked: string][] = [
  ['"_" is no other letter', 'axb', 'a_b'],
  ['"%" is no other text', 'axxb', 'a%b'],
  ['two letters are looked for at a beginning only', 'xyz', 'yz'],
  ['a part does not reach from one text into the next', 'abc', 'abc+01'],
  ['an accent counts', 'Café', 'cafe n'],
  ['half of one letter and half of the next are none', '\u1234\u1212', '\u3412\u1212'],
  ['the number of a letter is not its name', 'Ω', '03c9'],
]

test.each(missed)('%s', async (_, source, q) => {
  await storePacket(db(), { source, createdAt: start })
  expect(await idsOf({ q, source }, 10)).toEqual([])
})

test('the index contains letters outside ASCII', async () => {
  const { rows } = await db().execute<{ parts: string[] }>(
    `select show_trgm(words) as parts from packet_words join packets on id = packet_id where source = 'ΟΔΟΣ 3'`,
  )
  expect(rows[0]?.parts.length).toBeGreaterThan(20)
})

test('finds a part of a provider’s reference in any case', async () => {
  await db().delete(packets)
  await storePacket(db(), { id: 'named', createdAt: start }, [chosen(start, 'A')])
  const named = { packetId: 'named', provider: 'A', providerReference: 'SM Ö47/11' }
  await storeReceipts(db(), [newReceipt({ ...named, receivedAt: start })])
  for (const q of ['SM Ö47/11', 'sm ö4', 'm Ö47/1', 'sm']) expect(await idsOf({ q })).toEqual(['named'])
})

test('finds an address in any notation, by the whole or a part of it', async () => {
  await db().delete(packets)
  const stored = (id: string, source: string, destination: string) =>
    storePacket(db(), { id, createdAt: start, source, destination })
  await stored('plain', '+016660001001', 'Till-5@shop.example')
  await stored('spaced', 'Till-6@shop.example', '01666 000 1001')
  await stored('other', 'order 2026-0001', '10.0.0.12')

  for (const written of ['01666 000 1001', '016660001001', '+01666 000-1001', '0001666 (000) 1001']) {
    expect(await idsOf({ address: written })).toEqual(['spaced', 'plain'])
    expect(await idsOf({ source: written })).toEqual(['plain'])
    expect(await idsOf({ q: written })).toEqual(['spaced', 'plain'])
  }
  expect(await idsOf({ q: '01666-000' })).toEqual(['spaced', 'plain'])
  expect(await idsOf({ q: '01666-000', address: 'till-6@SHOP.example' })).toEqual(['spaced'])
  expect(await idsOf({ destination: 'till-5@shop.example' })).toEqual(['plain'])
  expect(await idsOf({ q: 'Till-5@shop' })).toEqual(['plain'])
  expect(await idsOf({ q: '2026-0001' })).toEqual(['other'])
  expect(await idsOf({ address: '10.0.01.2' })).toEqual([])
})
