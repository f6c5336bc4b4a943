import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { claimPackets, leaveToOwner, takeUnclaimed } from './ownership'
import { createDatabase, type TestDatabase } from './test-support/database'
import { storePacket } from './test-support/stored-packet'

const owner = 'packets-of-this-test'
const longAgo = { olderThanMs: 0, most: 10 }

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

beforeEach(() => db().execute(sql`truncate packets cascade`))

afterAll(() => database.drop())

const db = () => database.store.db

const stored = () => storePacket(db(), { createdAt: Date.now(), owner })

async function unclaimed(): Promise<string[]> {
  const found = await takeUnclaimed(db(), longAgo)
  return found.flatMap(({ shares }) => shares.map(({ id }) => id)).sort()
}

test('finds unclaimed packets with all packets of their workflow', async () => {
  const ids = [await stored(), await stored()].sort()
  expect(await takeUnclaimed(db(), { ...longAgo, olderThanMs: 60_000 })).toEqual([])
  expect(await unclaimed()).toEqual(ids)
  const shares = ids.map((id) => ({ id, epoch: 1 }))
  await claimPackets(db(), { owner, runId: 'run', shares })
  expect(await unclaimed()).toEqual([])
})

test('leaves packets to a running workflow for a while, and finds them again afterwards', async () => {
  const ids = [await stored(), await stored()].sort()
  await leaveToOwner(db(), owner, 60_000)
  expect(await unclaimed()).toEqual([])
  await leaveToOwner(db(), owner, -1_000)
  expect(await unclaimed()).toEqual(ids)
})
