import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Intake, intakeUpSince, readIntakes } from './intake'
import { createDatabase, type TestDatabase } from './test-support/database'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

beforeEach(() => database.store.db.execute(sql`delete from intakes`))

/** Stores a process that has been up for `upMs` and was last seen `seenMs` ago. */
async function standing(process: string, upMs: number, seenMs: number): Promise<void> {
  await database.store.db.execute(sql`
    insert into intakes (process, name, up_since, seen_at) values (
      ${process}, ${process}, now() - ${upMs} * interval '1 ms', now() - ${seenMs} * interval '1 ms')`)
}

/** A process that keeps reporting. */
function beating(): { intake: Intake; stop: () => Promise<void> } {
  const intake = new Intake(database.store.db, '1@web')
  const stopped = new AbortController()
  const beats = (async () => {
    while (!stopped.signal.aborted) {
      await intake.seen()
      await pause(50)
    }
  })()
  return {
    intake,
    stop: async () => {
      stopped.abort()
      await beats
    },
  }
}

/** For how many milliseconds receipts could be taken; null if they cannot. */
async function up(): Promise<number | null> {
  const since = await intakeUpSince(database.store.db)
  return since === null ? null : Date.now() - since
}

it('is unknown if no process takes receipts', async () => {
  expect(await up()).toBeNull()
  await standing('gone', 60_000, 10_000)
  expect(await up()).toBeNull()
})

it('counts from when the process began to take receipts, and restarts after an interruption', async () => {
  const { intake, stop } = beating()
  await pause(600)
  expect(await up()).toBeGreaterThan(400)
  intake.interrupted()
  await pause(100)
  expect(await up()).toBeLessThan(300)
  await stop()
})

it('counts from when another process fell silent, which may have lost receipts', async () => {
  const { stop } = beating()
  await pause(200)
  await database.store.db.execute(sql`update intakes set up_since = now() - interval '1 minute'`)
  expect(await up()).toBeGreaterThan(59_000)
  await standing('gone', 60_000, 5_000)
  expect(await up()).toBeLessThan(10_000)
  await stop()
})

it('does not count a process that has just died as able to take receipts', async () => {
  await standing('dead', 60_000, 2_000)
  const startedAt = Date.now()
  const asked = intakeUpSince(database.store.db)
  await pause(500)
  // Another process takes its place before it counts as silent.
  const { stop } = beating()
  expect(await asked).toBeGreaterThanOrEqual(startedAt)
  expect(Date.now() - startedAt).toBeGreaterThan(1_500)
  await stop()
})

it('lists the processes that are up and those that fell silent within the hour, by name', async () => {
  await standing('up', 60_000, 0)
  await standing('silent', 60_000, 30_000)
  await standing('forgotten', 7_200_000, 3_700_000)
  const seen = await readIntakes(database.store.db)
  expect(seen.map(({ name, upSince }) => [name, upSince !== null])).toEqual([
    ['up', true],
    ['silent', false],
  ])
})
