import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readStoreClock, readVersion } from './server'
import { createDatabase, type TestDatabase } from './test-support/database'
import { forgetWorker, noteWorker, readWorkers } from './workers'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

it('returns the last report of each worker until it stops', async () => {
  const { db } = database.store
  const clock = { aheadMs: -1.5, withinMs: 0.5 }
  await noteWorker(db, { identity: '1@a', directoryAgeMs: null, clock })
  await noteWorker(db, { identity: '2@a', directoryAgeMs: 30, clock })
  await noteWorker(db, { identity: '1@a', directoryAgeMs: 700, clock })
  await db.execute(sql`insert into workers values ('3@a', now() - interval '25 hours', 1, 0, 0)`)
  expect(await readWorkers(db)).toMatchObject([
    { identity: '1@a', directoryAgeMs: 700, clock },
    { identity: '2@a', directoryAgeMs: 30, clock },
  ])
  await forgetWorker(db, '1@a')
  const { rows } = await db.execute(sql`select identity from workers`)
  expect(rows).toEqual([{ identity: '2@a' }])
})

it('measures the difference between the database’s clock and its own', async () => {
  const { db } = database.store
  await readVersion(db)
  const { aheadMs, withinMs } = await readStoreClock(db)
  // Dates are rounded to whole milliseconds.
  expect(Math.abs(aheadMs)).toBeLessThanOrEqual(withinMs + 1.5)
})
