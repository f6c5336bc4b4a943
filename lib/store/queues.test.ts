import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apply } from '@/lib/packet/apply'
import type { LedgerEvent } from '@/lib/packet/events'
import { ledgerOf } from '@/lib/store/packets'
import {
  findFullBatches,
  finishUpload,
  mostUnhanded,
  openBatch,
  pauseBatch,
  resumeBatch,
  roomOf,
} from './batches'
import { beginDue, beginNow } from './beginning'
import { saveStates } from './ownership'
import { findPackets, insertPackets, type NewPacket } from './packets'
import {
  beginNext,
  cancelQueued,
  findPlace,
  findQueue,
  findQueues,
  findUnderWay,
  holdQueue,
  listQueues,
  queueDue,
  queueNow,
  releaseQueue,
} from './queues'
import { createDatabase, type TestDatabase } from './test-support/database'
import { testPacket } from './test-support/stored-packet'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

const db = () => database.store.db
const newOwner = () => 'packets-of-this-test'
const turn = { most: 1_000, newOwner, quietUntil: () => null }

function newKey(): string {
  return `key ${randomUUID()}`
}

async function store(...added: Partial<NewPacket>[]): Promise<string[]> {
  const all = added.map((each) => ({ ...testPacket, id: randomUUID(), createdAt: Date.now(), ...each }))
  await insertPackets(db(), all)
  return all.map(({ id }) => id)
}

async function begin(...orderingKeys: string[]): Promise<string[]> {
  const { begun } = await beginNext(db(), { ...turn, orderingKeys })
  return begun.flatMap(({ shares }) => shares.map(({ id }) => id))
}

/** Stores the ending that the packet's workflow reports. */
async function end(id: string, event: LedgerEvent): Promise<void> {
  const ledger = apply(apply(ledgerOf({ ...testPacket, id, createdAt: 0 }), { type: 'begun', at: 0 }), event)
  await saveStates(db(), [{ id, epoch: 1, version: Date.now(), ledger, closed: true }])
}

const delivered = (id: string) =>
  end(id, { type: 'canceled', at: Date.now(), why: { code: 'CANCELED_IN_TEMPORAL' } })
const failed = (id: string) => end(id, { type: 'noRouteLeft', at: Date.now() })

async function statuses(...ids: (string | undefined)[]): Promise<(string | undefined)[]> {
  const known = new Map(
    (
      await findPackets(
        db(),
        ids.flatMap((id) => id ?? []),
      )
    ).map((each) => [each.id, each.status]),
  )
  return ids.map((id) => known.get(id ?? ''))
}

describe('packets with an ordering key', () => {
  test('begin one after the other, in the order in which they came', async () => {
    const orderingKey = newKey()
    const ids = await store(...Array.from({ length: 10 }, () => ({ orderingKey })))
    expect(await statuses(...ids)).toEqual(ids.map(() => 'QUEUED'))
    for (const id of ids) {
      expect(await begin(orderingKey)).toEqual([id])
      expect(await begin(orderingKey)).toEqual([])
      await delivered(id)
    }
    expect(await begin(orderingKey)).toEqual([])
  })

  test('do not wait for those of other keys', async () => {
    const keys = [newKey(), newKey(), newKey()]
    const ids = await store(...keys.flatMap((orderingKey) => [{ orderingKey }, { orderingKey }]))
    expect((await begin(...keys)).toSorted()).toEqual([ids[0], ids[2], ids[4]].map(String).toSorted())
  })

  test('begin once, however many ask at the same time', async () => {
    const keys = Array.from({ length: 20 }, newKey)
    const ids = await store(...keys.flatMap((orderingKey) => [{ orderingKey }, { orderingKey }]))
    const begun = (await Promise.all(Array.from({ length: 6 }, () => begin(...keys)))).flat()
    expect(begun.toSorted()).toEqual(ids.filter((_, index) => index % 2 === 0).toSorted())
  })

  test('cannot be under way together, whatever is written', async () => {
    const orderingKey = newKey()
    const [first = '', second = ''] = await store({ orderingKey }, { orderingKey })
    await begin(orderingKey)
    const ledger = apply(ledgerOf({ ...testPacket, id: second, createdAt: 0 }), { type: 'begun', at: 0 })
    await expect(
      saveStates(db(), [{ id: second, epoch: 1, version: 9, ledger, closed: false }]),
    ).rejects.toThrow()
    expect(await statuses(first, second)).toEqual(['ROUTING', 'QUEUED'])
  })

  test('leave their place if they expire before their turn', async () => {
    const orderingKey = newKey()
    const [late, next] = await store({ orderingKey, expiresAt: Date.now() - 1 }, { orderingKey })
    expect(await begin(orderingKey)).toEqual([next])
    expect(await statuses(late)).toEqual(['EXPIRED'])
  })

  test('leave their place if their turn falls into quiet hours, and return after them', async () => {
    const orderingKey = newKey()
    const [quiet = '', next] = await store({ orderingKey, destination: '+49' }, { orderingKey })
    const quietUntil = (destination: string, at: number) => (destination === '+49' ? at + 1 : null)
    const { begun } = await beginNext(db(), { ...turn, orderingKeys: [orderingKey], quietUntil })
    expect(begun.flatMap(({ shares }) => shares)).toMatchObject([{ id: next }])
    expect(await statuses(quiet)).toEqual(['SCHEDULED'])
    expect(await queueDue(db(), 50)).toContain(orderingKey)
    expect(await statuses(quiet)).toEqual(['QUEUED'])
    await delivered(String(next))
    expect(await begin(orderingKey)).toEqual([quiet])
  })

  test('are queued only when they are due, or when an operator sends them now', async () => {
    const orderingKey = newKey()
    const later = { orderingKey, createdAt: Date.now() - 1_000, deliverAt: Date.now() + 60_000 }
    const [scheduled = '', next] = await store(later, { orderingKey })
    expect(await begin(orderingKey)).toEqual([next])
    expect((await beginDue(db(), turn)).taken).toBe(0)
    expect((await beginNow(db(), scheduled, newOwner)).taken).toBe(0)
    expect(await queueNow(db(), scheduled)).toEqual([orderingKey])
    await delivered(String(next))
    expect(await begin(orderingKey)).toEqual([scheduled])
  })

  test('begin at their turn even in quiet hours if an operator sends them now', async () => {
    const orderingKey = newKey()
    const [quiet = ''] = await store({ orderingKey })
    const quietUntil = (_: string, at: number) => at + 60_000
    const beginQuietly = () => beginNext(db(), { ...turn, orderingKeys: [orderingKey], quietUntil })
    expect((await beginQuietly()).begun).toEqual([])
    expect(await statuses(quiet)).toEqual(['SCHEDULED'])
    expect(await queueNow(db(), quiet)).toEqual([orderingKey])
    expect((await beginQuietly()).begun).toMatchObject([{ shares: [{ id: quiet }] }])
  })

  test('go to a workflow that is chosen by their priority', async () => {
    const keys = [newKey(), newKey()] as const
    const [urgent, usual] = await store({ orderingKey: keys[0], priority: 1 }, { orderingKey: keys[1] })
    const newOwner = ({ priority }: { priority: number }) => `priority-${priority}`
    const { begun } = await beginNext(db(), { ...turn, newOwner, orderingKeys: keys })
    expect(begun.map(({ owner, shares }) => [owner, shares.map(({ id }) => id)]).toSorted()).toEqual([
      ['priority-1', [urgent]],
      ['priority-3', [usual]],
    ])
  })
})

async function newBatch(): Promise<string> {
  const id = randomUUID()
  const options = { format: 'csv', badRows: 'skip', separator: null, columns: {}, defaults: {} } as const
  await openBatch(db(), { id, name: null, options, repeats: null, at: Date.now() })
  return id
}

test('a batch begins no more queued packets than providers take', async () => {
  const id = await newBatch()
  const orderingKeys = Array.from({ length: mostUnhanded + 1 }, newKey)
  const rows = await store(
    ...orderingKeys.map((orderingKey, index) => ({ orderingKey, batch: { id, line: index + 1 } })),
  )
  await finishUpload(db(), id, Date.now())
  expect(await roomOf(db(), id)).toBe(mostUnhanded)
  await begin(...orderingKeys.slice(0, -2))
  expect(await findFullBatches(db())).not.toContain(id)
  await beginNext(db(), { ...turn, orderingKeys: orderingKeys.slice(-2, -1) })
  expect(await findFullBatches(db())).toContain(id)
  expect(await roomOf(db(), id)).toBe(0)
  const last = orderingKeys.slice(-1)
  expect((await beginNext(db(), { ...turn, orderingKeys: last, fullBatches: [id] })).begun).toEqual([])
  await failed(String(rows[0]))
  expect(await findFullBatches(db())).not.toContain(id)
  expect(await begin(...last)).toEqual(rows.slice(-1))
})

test('a batch queues its rows, and holds them back while it is not running', async () => {
  const orderingKey = newKey()
  const id = await newBatch()
  const rows = await store(...[1, 2].map((line) => ({ orderingKey, batch: { id, line } })))
  expect(await begin(orderingKey)).toEqual([])
  await finishUpload(db(), id, Date.now())
  await pauseBatch(db(), id)
  expect(await begin(orderingKey)).toEqual([])
  expect((await findQueue(db(), orderingKey)).idleBatch).toBe(id)
  await resumeBatch(db(), id)
  expect(await begin(orderingKey)).toEqual([rows[0]])
})

describe('a queue that is held', () => {
  test('by an operator begins nothing until it is released', async () => {
    const orderingKey = newKey()
    const [first] = await store({ orderingKey })
    await holdQueue(db(), { orderingKey, reason: 'wrong price', at: 1_000 })
    await holdQueue(db(), { orderingKey, reason: 'another one', at: 2_000 })
    expect(await begin(orderingKey)).toEqual([])
    expect((await findQueue(db(), orderingKey)).hold).toEqual({ reason: 'wrong price', at: 1_000 })
    expect(await releaseQueue(db(), orderingKey)).toBe(true)
    expect(await releaseQueue(db(), orderingKey)).toBe(false)
    expect(await begin(orderingKey)).toEqual([first])
  })

  test('by an undelivered packet begins nothing from that moment', async () => {
    const orderingKey = newKey()
    const [first = '', second] = await store({ orderingKey, holdOnFailure: true }, { orderingKey })
    await begin(orderingKey)
    await failed(first)
    expect(await begin(orderingKey)).toEqual([])
    expect((await findQueue(db(), orderingKey)).failed).toMatchObject({ packetId: first })
    expect(await releaseQueue(db(), orderingKey)).toBe(true)
    expect(await begin(orderingKey)).toEqual([second])
    expect(await findPackets(db(), [first])).toMatchObject([{ holdOnFailure: true }])
  })

  test('goes on after a failure that should not hold it, and after a cancellation', async () => {
    for (const [holdOnFailure, over] of [
      [false, failed],
      [true, delivered],
    ] as const) {
      const orderingKey = newKey()
      const [first = '', second] = await store({ orderingKey, holdOnFailure }, { orderingKey })
      await begin(orderingKey)
      await over(first)
      expect(await begin(orderingKey)).toEqual([second])
    }
  })
})

test('distinguishes packets of this workflow from those of others', async () => {
  const [mine, others] = [newKey(), newKey()]
  const [id] = await store({ orderingKey: mine }, { orderingKey: others })
  await begin(mine)
  await beginNext(db(), { ...turn, newOwner: () => 'another', orderingKeys: [others] })
  expect(await findUnderWay(db(), { owner: newOwner(), orderingKeys: [mine, others] })).toEqual([
    { id, epoch: 1 },
  ])
})

test('the position of a packet is the number of packets ahead', async () => {
  const orderingKey = newKey()
  const ids = await store(...Array.from({ length: 4 }, () => ({ orderingKey })))
  await begin(orderingKey)
  expect(await findPlace(db(), String(ids[0]))).toBeNull()
  expect(await findPlace(db(), String(ids[3]))).toMatchObject({
    ahead: 2,
    queue: { orderingKey, depth: 3, underWay: ids[0], head: { packetId: ids[1] } },
  })
})

test('cancels waiting packets, but not the one under way', async () => {
  const orderingKey = newKey()
  const ids = await store(...Array.from({ length: 3 }, () => ({ orderingKey })))
  await begin(orderingKey)
  const given = { orderingKey, at: Date.now(), reason: 'not needed' }
  expect(await cancelQueued(db(), given)).toBe(2)
  expect(await cancelQueued(db(), given)).toBe(0)
  expect(await statuses(...ids)).toEqual(['ROUTING', 'CANCELED', 'CANCELED'])
})

describe('queues', () => {
  test('are found in the order of their keys, each once, page by page', async () => {
    const keys = Array.from({ length: 7 }, (_, index) => `~${index} ${randomUUID()}`)
    await store(...keys.flatMap((orderingKey) => [{ orderingKey }, { orderingKey }]))
    const found: string[] = []
    for (let after = '~'; ; ) {
      const page = await findQueues(db(), { after, most: 3 })
      found.push(...page)
      after = page.at(-1) ?? after
      if (page.length < 3) break
    }
    expect(found).toEqual(keys)
  })

  test('are listed with held ones first, then by how long their first packet waits', async () => {
    const empty = await createDatabase()
    try {
      const add = (orderingKey: string, createdAt: number) =>
        insertPackets(empty.store.db, [{ ...testPacket, id: randomUUID(), orderingKey, createdAt }])
      await add('younger', 3_000)
      await add('older', 2_000)
      await add('held', 4_000)
      await holdQueue(empty.store.db, { orderingKey: 'held', reason: 'why', at: 5_000 })
      await holdQueue(empty.store.db, { orderingKey: 'empty', reason: 'why', at: 5_000 })
      const list = async (page: { limit: number; offset: number }) =>
        (await listQueues(empty.store.db, page)).map(({ orderingKey, depth }) => [orderingKey, depth])
      expect(await list({ limit: 9, offset: 0 })).toEqual([
        ['held', 1],
        ['empty', 0],
        ['older', 1],
        ['younger', 1],
      ])
      expect(await list({ limit: 1, offset: 2 })).toEqual([['older', 1]])
    } finally {
      await empty.drop()
    }
  })
})
