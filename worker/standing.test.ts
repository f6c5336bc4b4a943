import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { readWorkers } from '@/lib/store/workers'
import { Standing, type StandingParts } from './standing'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

/** A Temporal that fails to create a Schedule so many times, and counters of what was created and logged. */
function parts(failures: number) {
  const seen = { created: 0, warned: 0 }
  const schedule = {
    create: async () => {
      seen.created += 1
      if (seen.created <= failures) throw new Error('Temporal is away')
    },
  }
  const given: StandingParts = {
    db: database.store.db,
    client: { schedule } as unknown as StandingParts['client'],
    identity: '7@worker',
    directory: { ageMs: () => 40 },
    log: {
      warn: () => {
        seen.warned += 1
      },
    },
  }
  return { seen, given }
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await pause(10)
}

const said = () => readWorkers(database.store.db)

it('records itself in the store, creates the Schedule once, and removes its record when it stops', async () => {
  const { seen, given } = parts(0)
  const standing = new Standing(given, 20)
  const running = standing.run()
  await until(async () => (await said()).length === 1)
  expect(await said()).toMatchObject([{ identity: '7@worker', directoryAgeMs: 40 }])
  await until(() => seen.created > 0)
  await pause(100)
  expect(seen).toEqual({ created: 1, warned: 0 })
  standing.stop()
  await running
  expect(await said()).toEqual([])
})

it('tries again while Temporal is away, logs it once, and keeps recording itself meanwhile', async () => {
  const { seen, given } = parts(3)
  const standing = new Standing(given, 20)
  const running = standing.run()
  await until(() => seen.created === 4)
  expect(await said()).toHaveLength(1)
  standing.stop()
  await running
  expect(seen).toEqual({ created: 4, warned: 1 })
})
