import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { apply } from '@/lib/packet/apply'
import { openLedger } from '@/lib/packet/ledger'
import { saveStates } from './ownership'
import { findContents, findPackets } from './packets'
import { type NewReceipt, storeReceipts } from './receipts'
import { deleteOldPackets, eraseContents, eraseOldContents } from './retention'
import { createDatabase, type TestDatabase } from './test-support/database'
import { newReceipt, storeClaimed } from './test-support/stored-packet'

const owner = 'packets-of-this-test'
const start = Date.parse('2026-01-01T12:00:00Z')
const settlingMs = 120_000

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

beforeEach(() => db().execute(sql`truncate packets, receipts cascade`))

afterAll(() => database.drop())

const db = () => database.store.db

async function inFlight(keyHash: string | null = null): Promise<string> {
  const id = randomUUID()
  await storeClaimed(db(), [id], { createdAt: start, owner, keyHash })
  return id
}

/** A packet that was canceled at this time. `silent`: canceled while a provider had it, so that it settles. */
async function ended(at: number, { silent = false, closed = true, keyHash = null as string | null } = {}) {
  const id = await inFlight(keyHash)
  let ledger = openLedger(start, 4)
  if (silent) {
    const chosen = { receiptTimeoutMs: 10_000, settlingMs, provider: 'RouteA' }
    ledger = apply(ledger, { type: 'routeChosen', at: start, ...chosen })
    const answer = { kind: 'accepted', status: 202, latencyMs: 5 } as const
    ledger = apply(ledger, { type: 'handOverAnswered', at: start, attempt: 1, answer })
  }
  ledger = apply(ledger, { type: 'canceled', at, why: { code: 'CANCELED_IN_TEMPORAL' } })
  await saveStates(db(), [{ id, epoch: 1, version: 1, ledger, closed }])
  return id
}

function receiptFor(packetId: string, receivedAt = start + 5): NewReceipt {
  return newReceipt({
    packetId,
    receivedAt,
    deadline: start + 10_000,
    providerReference: 'their-name',
    key: 'k1',
  })
}

const contentsOf = async (id: string) => (await findContents(db(), id))?.contents
const isThere = async (id: string) => (await findPackets(db(), [id])).length === 1
const countReceipts = async () => Number((await db().execute(sql`select 1 from receipts`)).rowCount)

test('erases contents once they were kept long enough after the end', async () => {
  const old = await ended(start)
  const young = await ended(start + 10_000)
  const now = start + 30_000
  expect(await eraseOldContents(db(), { endedBefore: start + 5_000, now, most: 10 })).toBe(1)
  expect(await findContents(db(), old)).toMatchObject({ contents: null, erased: { at: now, reason: null } })
  expect(await contentsOf(young)).toEqual(Buffer.from('Hello'))
  expect(await eraseOldContents(db(), { endedBefore: start + 5_000, now, most: 10 })).toBe(0)
})

test('takes nothing from packets in flight, settling, or still with their workflow, however old', async () => {
  const kept = [
    await inFlight(),
    await ended(start, { silent: true }),
    await ended(start + 1, { closed: false }),
  ]
  const old = { endedBefore: start + 60_000, now: start + 60_000, most: 10 }
  expect(await eraseOldContents(db(), old)).toBe(0)
  expect(await deleteOldPackets(db(), old)).toBe(0)
  for (const id of kept) expect(await contentsOf(id)).toEqual(Buffer.from('Hello'))
  const settled = { ...old, now: start + settlingMs + 1 }
  expect(await deleteOldPackets(db(), settled)).toBe(1)
})

test('deletes a packet with its attempts, words and receipts, and frees its idempotency key', async () => {
  const id = await ended(start, { silent: true, keyHash: 'a key' })
  await storeReceipts(db(), [receiptFor(id)])
  const other = await ended(start + 10_000, { silent: true })
  await storeReceipts(db(), [receiptFor(other, start + 10_500)])
  const old = { endedBefore: start + 5_000, now: start + settlingMs * 2, most: 10 }
  expect(await deleteOldPackets(db(), old)).toBe(1)
  expect([await isThere(id), await isThere(other)]).toEqual([false, true])
  for (const table of ['attempts', 'packet_words', 'receipts']) {
    const { rows } = await db().execute(sql.raw(`select distinct packet_id from ${table}`))
    expect(rows).toEqual([{ packet_id: other }])
  }
  expect(await isThere(await ended(start, { keyHash: 'a key' }))).toBe(true)
})

test('deletes old receipts that belong to no packet', async () => {
  await storeReceipts(db(), [receiptFor('unknown')])
  expect(await deleteOldPackets(db(), { endedBefore: start, now: start, most: 10 })).toBe(0)
  expect(await countReceipts()).toBe(1)
  expect(await deleteOldPackets(db(), { endedBefore: start + 60_000, now: start, most: 10 })).toBe(1)
  expect(await countReceipts()).toBe(0)
})

test('several workers that erase at once share the packets', async () => {
  for (let made = 0; made < 20; made++) await ended(start + made)
  const old = { endedBefore: start + 60_000, now: start + 60_000, most: 10 }
  const shares = await Promise.all([1, 2, 3].map(() => deleteOldPackets(db(), old)))
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(20)
  while ((await deleteOldPackets(db(), old)) > 0);
  expect((await db().execute(sql`select 1 from packets`)).rowCount).toBe(0)
})

test('an operator erases the contents of an ended packet, and the first reason is kept', async () => {
  const id = await ended(start)
  const first = { at: start + 1_000, reason: 'a wish' }
  expect(await eraseContents(db(), id, first)).toEqual(first)
  expect(await eraseContents(db(), id, { at: start + 2_000, reason: 'another' })).toEqual(first)
  expect(await findContents(db(), id)).toMatchObject({ contents: null, erased: first })
  expect(await eraseContents(db(), await inFlight(), first)).toBeNull()
})
