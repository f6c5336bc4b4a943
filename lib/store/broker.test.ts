import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ConsumerReport } from '@/lib/contract/broker'
import { countUnclaimed, findConsumers, saveReport } from './broker'
import { createDatabase, type TestDatabase } from './test-support/database'
import { storeClaimed, storePacket } from './test-support/stored-packet'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

beforeEach(() => db().execute(sql`truncate packets, broker_consumers cascade`))

afterAll(() => database.drop())

const db = () => database.store.db

const at = '2026-01-01T12:00:00.000Z'
const report: ConsumerReport = {
  ...{ state: 'consuming', since: at, why: null, startedAt: at, lastError: null },
  ...{ group: 'waybill', topic: 'packets', deadLetterTopic: 'packets.dead-letter', endingsTopic: null },
  ...{ lag: 3, accepted: 1, repeated: 0, refused: 0, endingsTold: 0, endingsWaiting: null },
}

const age = (id: string, seconds: number) =>
  db().execute(
    sql`update broker_consumers set seen_at = now() - ${seconds} * interval '1 s' where id = ${id}`,
  )

test('lists consumers with their latest reports, the latest first', async () => {
  const [one, other] = [randomUUID(), randomUUID()]
  await saveReport(db(), one, report)
  await saveReport(db(), other, report)
  await saveReport(db(), one, { ...report, state: 'paused', why: 'A NUL \0 in words', lag: null })
  expect(await findConsumers(db())).toMatchObject([
    { id: one, state: 'paused', why: 'A NUL  in words', lag: null, accepted: 1 },
    { id: other, state: 'consuming', lag: 3 },
  ])
})

test('a consumer without reports is silent unless it has stopped, and is forgotten after a day', async () => {
  const [dead, stopped, old] = [randomUUID(), randomUUID(), randomUUID()]
  await saveReport(db(), dead, report)
  await saveReport(db(), stopped, { ...report, state: 'stopped' })
  await saveReport(db(), old, report)
  await age(dead, 20)
  await age(stopped, 30)
  await age(old, 90_000)
  await saveReport(db(), stopped, { ...report, state: 'stopped' })
  await age(stopped, 30)
  expect(await findConsumers(db())).toMatchObject([
    { id: dead, state: 'silent' },
    { id: stopped, state: 'stopped' },
  ])
})

test('counts packets that no worker has begun, up to a limit, without postponed ones', async () => {
  for (const _ of Array.from({ length: 3 })) await storePacket(db(), { createdAt: 0 })
  await storeClaimed(db(), [randomUUID(), randomUUID()])
  expect(await countUnclaimed(db(), 10)).toBe(3)
  expect(await countUnclaimed(db(), 2)).toBe(2)
  await db().execute(sql`update packets set offered_at = now() + interval '30 seconds'`)
  expect(await countUnclaimed(db(), 10)).toBe(3)
  await db().execute(sql`update packets set offered_at = now() + interval '1 hour'`)
  expect(await countUnclaimed(db(), 10)).toBe(0)
})
