import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { SelfTestRun } from '@/lib/contract/self-test'
import { selfTests } from './schema'
import {
  findEndedSelfTests,
  findOpenSelfTests,
  forgetOldSelfTests,
  type KeptSelfTest,
  keepSelfTest,
  readSelfTests,
} from './self-tests'
import { createDatabase, type TestDatabase } from './test-support/database'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

beforeEach(() => database.store.db.delete(selfTests))

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute))

function kept(id: string, minute: number, more: Partial<KeptSelfTest> = {}): KeptSelfTest {
  return { id, workflowId: 'self-test', startedAt: at(minute), endedAt: null, facts: {}, ...more }
}

function run(end: SelfTestRun['end']): SelfTestRun {
  return { startedAt: at(0).getTime(), taken: null, question: null, clock: null, end }
}

const ended = run({ at: at(1).getTime(), greeting: 'Hi' })

const keep = (test: KeptSelfTest) => keepSelfTest(database.store.db, test)
const only = async () => (await readSelfTests(database.store.db, 10))[0]

it('merges the facts of several processes in any order', async () => {
  await keep(kept('a', 0, { facts: { askedMs: 3 } }))
  await keep(kept('a', 5, { facts: { run: run(null) } }))
  await keep(kept('a', 0, { endedAt: at(1), facts: { run: ended } }))
  await keep(kept('a', 0, { endedAt: at(2), facts: { run: ended, backMs: 2 } }))
  expect(await only()).toEqual(kept('a', 0, { endedAt: at(1), facts: { askedMs: 3, run: ended, backMs: 2 } }))
})

it('an ended self-test stays ended when older facts are stored', async () => {
  await keep(kept('a', 0, { endedAt: at(1), facts: { run: ended } }))
  await keep(kept('a', 0, { facts: { askedMs: 3, run: run(null) } }))
  expect(await only()).toEqual(kept('a', 0, { endedAt: at(1), facts: { askedMs: 3, run: ended } }))
})

it('lists the newest first, tells open from ended ones, and deletes old ones', async () => {
  await keep(kept('old', 0, { endedAt: at(1) }))
  await keep(kept('open', 2))
  await keep(kept('new', 3, { endedAt: at(4) }))
  const { db } = database.store
  const ids = async (most: number) => (await readSelfTests(db, most)).map(({ id }) => id)
  expect(await ids(2)).toEqual(['new', 'open'])
  expect(await findOpenSelfTests(db)).toEqual([{ id: 'open', workflowId: 'self-test' }])
  expect(await findEndedSelfTests(db, ['old', 'open', 'other'])).toEqual(new Set(['old']))
  await forgetOldSelfTests(db, at(2))
  expect(await ids(10)).toEqual(['new', 'open'])
})
