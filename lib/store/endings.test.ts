import { once } from 'node:events'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { apply } from '@/lib/packet/apply'
import type { Packet } from '@/lib/packet/packet'
import { countUntoldEndings, openEndingsFeed, tellEndings } from './endings'
import { noteCancel, saveStates } from './ownership'
import { openStore } from './store'
import { createDatabase, type TestDatabase } from './test-support/database'
import { chosen, receipt, silence, storePacket } from './test-support/stored-packet'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

beforeEach(() => db().execute(sql`truncate packets, endings_feed cascade`))

afterAll(() => database.drop())

const db = () => database.store.db

const delivered = [chosen(1, 'RouteA'), receipt(2, 1, true)]
const store = () => storePacket(db(), { createdAt: 0, maxAttempts: 1 }, delivered)

/** The packets that would be sent, in this order. */
async function toldOf(most = 100): Promise<Packet[]> {
  const told: Packet[] = []
  await tellEndings(db(), most, async (ended) => void told.push(...ended))
  return told
}

test('records nothing until the feed is open', async () => {
  await store()
  await openEndingsFeed(db())
  await openEndingsFeed(db())
  const id = await store()
  expect(await countUntoldEndings(db(), 10)).toBe(1)
  expect(await toldOf()).toMatchObject([{ id, status: 'DELIVERED' }])
  expect(await countUntoldEndings(db(), 10)).toBe(0)
})

test('sends each ending once, whatever ended the packet, the oldest first', async () => {
  await openEndingsFeed(db())
  const open = await storePacket(db(), { createdAt: 0 })
  await storePacket(db(), { createdAt: 0 }, [chosen(1, 'RouteA')])
  const first = await store()
  const second = await store()
  await noteCancel(db(), open, { at: 5, by: { who: null, reason: 'not wanted' } })
  expect((await toldOf(2)).map(({ id }) => id).toSorted()).toEqual([first, second].toSorted())
  expect(await toldOf(2)).toMatchObject([{ id: open, status: 'CANCELED' }])
  expect(await toldOf(2)).toEqual([])
})

test('sends a corrected ending again, but not other changes of an ended packet', async () => {
  await openEndingsFeed(db())
  const events = [chosen(1, 'RouteA'), silence(10_001, 1)]
  const id = await storePacket(db(), { createdAt: 0, maxAttempts: 1 }, events)
  const [ended] = await toldOf()
  expect(ended?.status).not.toBe('DELIVERED')
  await db().execute(sql`update packets set contents = null`)
  expect(await toldOf()).toEqual([])
  const { rows } = await db().execute<{ ledger: Parameters<typeof apply>[0] }>(
    sql`select ledger from packets`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The packet is gone.')
  const ledger = apply(row.ledger, receipt(20_000, 1, true))
  await saveStates(db(), [{ id, epoch: 1, version: 2, ledger, closed: true }])
  expect(await toldOf()).toMatchObject([{ id, status: 'DELIVERED' }])
})

test('sends again what could not be sent', async () => {
  await openEndingsFeed(db())
  const id = await store()
  const failed = tellEndings(db(), 100, async () => {
    throw new Error('The broker is away.')
  })
  await expect(failed).rejects.toThrow('The broker is away.')
  expect(await toldOf()).toMatchObject([{ id }])
})

test('keeps endings that are recorded while others are sent', async () => {
  await openEndingsFeed(db())
  await store()
  let later = ''
  await tellEndings(db(), 100, async () => {
    later = await store()
  })
  expect(await toldOf()).toMatchObject([{ id: later }])
})

test('sends an ending whose transaction began before others and is committed after them', async () => {
  await openEndingsFeed(db())
  const slow = await storePacket(db(), { createdAt: 0 })
  const finished = new EventTarget()
  const begun = once(finished, 'begun')
  const other = openStore({ url: database.url, name: 'other' })
  const ending = other.db.transaction(async (tx) => {
    await noteCancel(tx, slow, { at: 5, by: { who: null, reason: 'slow' } })
    finished.dispatchEvent(new Event('begun'))
    await once(finished, 'told')
  })
  await begun
  const quick = await store()
  expect(await toldOf()).toMatchObject([{ id: quick }])
  finished.dispatchEvent(new Event('told'))
  await ending
  expect(await toldOf()).toMatchObject([{ id: slow }])
  await other.close()
})

test('only one process at a time sends', async () => {
  await openEndingsFeed(db())
  await store()
  const told = await tellEndings(db(), 100, async () => {
    expect(await tellEndings(db(), 100, async () => expect.unreachable())).toBeNull()
  })
  expect(told).toBe(1)
})

test('deleting a packet deletes its recorded endings', async () => {
  await openEndingsFeed(db())
  await store()
  await db().execute(sql`delete from packets`)
  expect(await countUntoldEndings(db(), 10)).toBe(0)
})
