import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PacketFilter, packetFilter } from '@/lib/contract/packet-list'
import { packetSorts } from '@/lib/contract/paging'
import { openBatch } from './batches'
import { countPackets, countStatuses, type ListPlace, listPackets } from './packet-list'
import { packets } from './schema'
import { createDatabase, type TestDatabase } from './test-support/database'
import { chosen, receipt, silence, storePacket } from './test-support/stored-packet'

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

/** Page by page, so that every cursor is used. */
async function idsOf(filter: PacketFilter, limit = 2): Promise<string[]> {
  const ids: string[] = []
  let after: ListPlace | null = null
  do {
    const page: Awaited<ReturnType<typeof listPackets>> = await listPackets(db(), scopeOf(filter), {
      limit,
      after,
    })
    ids.push(...page.items.map(({ id }) => id))
    after = page.next
  } while (after !== null)
  expect(await countPackets(db(), scopeOf(filter))).toBe(ids.length)
  return ids
}

test('each order and filter lists what matches, page by page, and counts as many', async () => {
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

test('what has not begun stands among what has ended, by when it was submitted', async () => {
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

test('an attempt that was never sent is found by its provider all the same', async () => {
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

test.each(packetSorts)('the order %s is one that the API takes', (sort) => {
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

test('letters outside ASCII are in the index', async () => {
  const { rows } = await db().execute<{ parts: string[] }>(
    `select show_trgm(words) as parts from packet_words join packets on id = packet_id where source = 'ΟΔΟΣ 3'`,
  )
  expect(rows[0]?.parts.length).toBeGreaterThan(20)
})
