/** The provider directory in the store: concurrent and repeated changes, and reading them back. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Change, LoggedChange } from '@/lib/directory/change'
import { stateOf, untouched } from '@/lib/directory/state'
import { changeDirectory, readChanges, readDirectory } from './directory'
import { openStore } from './store'
import { createDatabase, type TestDatabase } from './test-support/database'

const at = Date.parse('2026-01-01T12:00:00.123Z')
const trip = { do: 'trip', provider: 'RouteA', firstProbeMs: 30_000, receiptTimeoutMs: 10_000 } as const

let database: TestDatabase

beforeEach(async () => {
  database = await createDatabase()
})

afterEach(() => database.drop())

function asked(what: Change, change: Partial<LoggedChange> = {}): LoggedChange {
  return { id: randomUUID(), at, who: 'Ada', reason: 'because', what, ...change }
}

const change = (what: Change, extra: Partial<LoggedChange> = {}) =>
  changeDirectory(database.store.db, asked(what, extra))
const inForce = () => readDirectory(database.store.db)
const log = (most = 50) => readChanges(database.store.db, most)

test('the directory has its initial state until it is changed', async () => {
  expect(await inForce()).toEqual(untouched)
  expect(await log()).toEqual([])
})

test('a change is in force once it is answered, and is logged with its author and reason', async () => {
  const change = asked({ do: 'set-timeout', provider: 'αβγ "№2"', receiptTimeoutMs: 3_000 })
  const { state, isNew } = await changeDirectory(database.store.db, change)
  expect(isNew).toBe(true)
  expect(stateOf(state, 'αβγ "№2"').receiptTimeoutMs).toBe(3_000)
  expect(await inForce()).toEqual(state)
  expect(await log()).toEqual([change])
})

test('concurrent changes are not lost, not even the first ones', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `Route${index}`)
  // Simulates several processes with separate connections.
  const others = [1, 2].map(() => openStore({ url: database.url, name: 'test' }))
  const dbs = [database.store, ...others].map(({ db }) => db)
  await Promise.all(
    dbs.flatMap((db, process) =>
      names
        .filter((_, index) => index % dbs.length === process)
        .map((provider) => changeDirectory(db, asked({ do: 'drain', provider }))),
    ),
  )
  await Promise.all(others.map((store) => store.close()))
  const state = await inForce()
  expect(state.changes).toBe(40)
  expect(names.filter((name) => stateOf(state, name).drained === null)).toEqual([])
  expect(await log()).toHaveLength(40)
})

test('a repeated change takes effect once', async () => {
  const drain = asked({ do: 'drain', provider: 'RouteA' })
  const resume = asked({ do: 'resume', provider: 'RouteA' })
  for (const each of [drain, resume]) await changeDirectory(database.store.db, each)
  const again = await changeDirectory(database.store.db, drain)
  expect(again.isNew).toBe(false)
  expect(stateOf(await inForce(), 'RouteA').drained).toBeNull()
  expect(await log()).toEqual([resume, drain])
})

test('logs an operator’s change without effect, but not a worker’s', async () => {
  await change({ do: 'resume-sending', overMs: 0 })
  await change({ do: 'half-open', provider: 'RouteA' })
  expect((await log()).map(({ what }) => what.do)).toEqual(['resume-sending'])
  expect((await inForce()).changes).toBe(0)
})

test('a breaker that several workers trip at once opens once', async () => {
  const told = await Promise.all(Array.from({ length: 8 }, () => change(trip, { who: null })))
  expect(told.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect(stateOf(await inForce(), 'RouteA').breaker).toMatchObject({ is: 'open', openings: 1 })
  expect((await log()).map(({ what }) => what.do)).toEqual(['trip'])
})

test('lists the last changes, newest first by the order in which they took effect', async () => {
  // The clocks of the callers need not agree.
  for (const [index, name] of ['RouteA', 'RouteB', 'RouteC'].entries())
    await change({ do: 'drain', provider: name }, { at: at - index })
  const told = (await log(2)).map(({ what }) => 'provider' in what && what.provider)
  expect(told).toEqual(['RouteC', 'RouteB'])
})

test('a change is stored completely or not at all', async () => {
  const { db } = database.store
  const broken = db.transaction(async (tx) => {
    await changeDirectory(tx, asked({ do: 'pause' }))
    throw new Error('the process dies here')
  })
  await expect(broken).rejects.toThrow('dies here')
  expect(await inForce()).toEqual(untouched)
  expect(await log()).toEqual([])
})
