import { randomUUID } from 'node:crypto'
import { eq, inArray, like, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apply } from '@/lib/packet/apply'
import { openLedger } from '@/lib/packet/ledger'
import { saveStates } from './ownership'
import { insertPackets } from './packets'
import { attemptSums, attempts, packetSums, packets } from './schema'
import {
  addRefused,
  deleteOldRefused,
  mergeSums,
  startOfSum,
  sumAttempts,
  sumEnded,
  sumEndings,
  sumProviders,
  sumRefused,
} from './scoreboard'
import { createDatabase, type TestDatabase } from './test-support/database'
import { chosen, receipt, silence, storePacket, testPacket } from './test-support/stored-packet'

const hour = 3_600_000
const day = 24 * hour
const now = Date.parse('2026-03-10T12:34:56.789Z')

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

const db = () => database.store.db

/** The expected sums, by counting all rows. */
async function counted(since: number) {
  const { provider, kind, late, doubled, receiptDelivered, receiptBucket } = attempts
  const attemptRows = await db()
    .select({
      provider,
      kind,
      late,
      doubled,
      receiptDelivered,
      receiptBucket,
      count: sql<number>`count(*)::integer`,
    })
    .from(attempts)
    .where(sql`${kind} is not null and ${attempts.endedAt} >= ${new Date(since)}`)
    .groupBy(provider, kind, late, doubled, receiptDelivered, receiptBucket)
  const packetRows = await db()
    .select({ status: packets.status, count: sql<number>`count(*)::integer` })
    .from(packets)
    .where(sql`${packets.endedAt} >= ${new Date(since)}`)
    .groupBy(packets.status)
  return {
    attempts: attemptRows.map(({ receiptDelivered: delivered, receiptBucket: bucket, ...row }) =>
      JSON.stringify({ ...row, receipt: delivered === null ? null : { delivered, bucket } }),
    ),
    packets: packetRows.map((row) => JSON.stringify(row)),
  }
}

async function expectExact(since = now - 400 * day) {
  const sums = (await sumAttempts(db(), since)).filter(({ count }) => count !== 0)
  const endings = (await sumEndings(db(), since)).filter(({ count }) => count !== 0)
  const exact = await counted(since)
  expect(sums.map(({ count, receipt, ...sum }) => JSON.stringify({ ...sum, count, receipt })).sort()).toEqual(
    exact.attempts.sort(),
  )
  expect(endings.map((ending) => JSON.stringify(ending)).sort()).toEqual(exact.packets.sort())
}

function delivered(createdAt: number, id: string = randomUUID()) {
  return storePacket(db(), { id, createdAt }, [chosen(createdAt, 'A'), receipt(createdAt + 700, 1, true)])
}

test('sums follow endings, repetitions, corrections and deletions', async () => {
  const at = now - 90_000
  const id = randomUUID()
  await insertPackets(db(), [{ ...testPacket, id, createdAt: at }])
  const ended = [
    chosen(at, 'A'),
    silence(at + 10_000, 1),
    chosen(at + 10_000, 'B'),
    receipt(at + 11_000, 2, true),
  ].reduce(apply, openLedger(at, 4))
  const state = { id, epoch: 1, closed: true }
  await saveStates(db(), [{ ...state, version: 1, ledger: ended }])
  await saveStates(db(), [{ ...state, version: 1, ledger: ended }])
  await expectExact()
  expect(await sumProviders(db())).toEqual(
    expect.arrayContaining([
      { provider: 'A', delivered: 0, failed: 1 },
      { provider: 'B', delivered: 1, failed: 0 },
    ]),
  )
  const corrected = apply(ended, receipt(at + 12_000, 1, true))
  await saveStates(db(), [{ ...state, version: 2, ledger: corrected }])
  await expectExact()
  expect(await sumProviders(db())).toContainEqual({ provider: 'A', delivered: 1, failed: 0 })
  await db().delete(packets).where(eq(packets.id, id))
  await expectExact()
  await mergeSums(db(), now)
  expect(await db().$count(attemptSums)).toBe(0)
  expect(await db().$count(packetSums)).toBe(0)
})

test('sums over time have endings, deliveries by the first provider, and fail-overs', async () => {
  const at = now - 2 * hour
  const part = at - (at % hour)
  const byFirst = [chosen(at, 'A'), receipt(at + 1, 1, true)]
  const failedOver = [
    chosen(at, 'A'),
    receipt(at + 1, 1, false),
    chosen(at + 2, 'B'),
    receipt(at + 3, 2, true),
  ]
  const ids = [
    await storePacket(db(), { createdAt: at }, byFirst),
    await storePacket(db(), { createdAt: at }, byFirst),
    await storePacket(db(), { createdAt: at }, failedOver),
  ]
  const since = startOfSum(now - day, now)
  const told = async () =>
    (await sumEnded(db(), { since, stepMs: hour })).filter(({ from, count }) => from === part && count !== 0)
  const expected = [
    { from: part, status: 'DELIVERED', failedOver: false, byFirst: true, count: 2 },
    { from: part, status: 'DELIVERED', failedOver: true, byFirst: false, count: 1 },
  ]
  expect(await told()).toEqual(expect.arrayContaining(expected))
  await mergeSums(db(), now)
  expect(await told()).toHaveLength(2)
  expect(await told()).toEqual(expect.arrayContaining(expected))
  await db().delete(packets).where(inArray(packets.id, ids))
  await mergeSums(db(), now)
  expect(await told()).toEqual([])
})

test('sums of refused receipts are added, merged, and deleted when they are old', async () => {
  const stale = { reason: 'STALE', provider: 'RouteA', count: 2 } as const
  await addRefused(db(), [stale, { reason: 'UNKNOWN_TOKEN', provider: null, count: 5 }], now)
  await addRefused(db(), [stale], now - 3 * hour)
  await addRefused(db(), [stale], now - 20 * day)
  await mergeSums(db(), now)
  const inDay = [
    { reason: 'STALE', count: 4 },
    { reason: 'UNKNOWN_TOKEN', count: 5 },
  ]
  expect(await sumRefused(db(), startOfSum(now - day, now))).toEqual(expect.arrayContaining(inDay))
  await deleteOldRefused(db(), now - 10 * day)
  expect(await sumRefused(db(), startOfSum(now - 100 * day, now))).toEqual(expect.arrayContaining(inDay))
})

test('a failed transaction changes no sum', async () => {
  await db()
    .transaction(async (tx) => {
      await storePacket(tx, { createdAt: now }, [chosen(now, 'A'), receipt(now + 1, 1, true)])
      throw new Error('crash')
    })
    .catch(() => undefined)
  expect(await db().$count(attemptSums)).toBe(0)
})

test('sums stay exact with concurrent writing, deleting and merging', async () => {
  const endings = Array.from({ length: 60 }, (_, nth) =>
    delivered(now - nth * 37 * 60_000, `${nth % 3 === 0 ? 'gone' : 'kept'}-${nth}`),
  )
  const merges = Array.from({ length: 10 }, () => mergeSums(db(), now))
  const deletions = Array.from({ length: 5 }, () => db().delete(packets).where(like(packets.id, 'gone-%')))
  await Promise.all([...endings, ...merges, ...deletions])
  await expectExact()
  await Promise.all([mergeSums(db(), now), mergeSums(db(), now)])
  await expectExact()
})

test('rows are merged by the minute, hour and day, and windows that begin there stay exact', async () => {
  const ages = [
    0,
    1_000,
    30 * 60_000,
    59 * 60_000,
    3 * hour,
    3.2 * hour,
    23 * hour,
    6.9 * day,
    9 * day,
    9.1 * day,
    80 * day,
  ]
  for (const age of ages) await delivered(now - age - 700)
  await mergeSums(db(), now)
  const spans = await db().selectDistinct({ span: packetSums.span }).from(packetSums)
  expect(spans.map(({ span }) => span).sort()).toEqual(['day', 'hour', 'minute'])
  for (const window of [hour, day, 7 * day]) await expectExact(startOfSum(now - window, now))
  // Later, the rows of minutes are merged again.
  await mergeSums(db(), now + 10 * day)
  const later = await db().selectDistinct({ span: packetSums.span }).from(packetSums)
  expect(later).toEqual([{ span: 'day' }])
  await expectExact()
})
