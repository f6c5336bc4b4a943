import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginEntry, countEntries, deleteOldEntries, endEntry, listEntries, type NewEntry } from './audit'
import { type PageRequest, pages, type TimePlace } from './page'
import { audit } from './schema'
import { createDatabase, type TestDatabase } from './test-support/database'
import { addView, changeView, deleteView } from './views'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

const db = () => database.store.db
const start = Date.parse('2026-01-01T12:00:00Z')
const done = { result: 'DONE', made: null, code: null, detail: null } as const

function add(entry: Partial<NewEntry> = {}): Promise<number> {
  return beginEntry(db(), {
    at: start,
    who: 'Ada',
    action: 'packet.cancel',
    subject: 'p1',
    reason: 'Wrong number',
    parameters: null,
    via: 'api',
    address: '127.0.0.1',
    forwardedFor: null,
    ...entry,
  })
}

async function read(id: number) {
  const [row] = await db().select().from(audit).where(eq(audit.id, id))
  return row
}

test('an entry is unknown until it gets its result', async () => {
  const id = await add()
  expect(await read(id)).toMatchObject({ result: 'UNKNOWN', kind: 'packet', endedAt: null })
  await endEntry(db(), id, {
    at: start + 5,
    result: 'REFUSED',
    made: null,
    code: 'PACKET_ENDED',
    detail: 'It has ended.',
  })
  expect(await read(id)).toMatchObject({
    result: 'REFUSED',
    code: 'PACKET_ENDED',
    endedAt: new Date(start + 5),
  })
})

test('only the result of an entry can change, once', async () => {
  const id = await add()
  const change = (set: string) =>
    db()
      .execute(sql.raw(`update audit set ${set} where id = ${id}`))
      .catch((error: Error) => error.cause)
  const refused = { code: '23001' }
  expect(await change(`who = 'Mallory'`)).toMatchObject(refused)
  expect(await change(`result = 'DONE', reason = 'Another'`)).toMatchObject(refused)
  expect(await change(`detail = 'No result'`)).toMatchObject(refused)
  await endEntry(db(), id, { at: start, ...done })
  expect(await change(`result = 'FAILED'`)).toMatchObject(refused)
  expect(await change(`result = 'UNKNOWN'`)).toMatchObject(refused)
  expect(await read(id)).toMatchObject({ who: 'Ada', reason: 'Wrong number', result: 'DONE' })
})

test('no entry can be deleted', async () => {
  const id = await add()
  const run = (statement: string) =>
    db()
      .execute(sql.raw(statement))
      .catch((error: Error) => error.cause)
  expect(await run(`delete from audit where id = ${id}`)).toMatchObject({ code: '23001' })
  expect(await run('truncate audit')).toMatchObject({ code: '23001' })
  expect(await read(id)).toBeDefined()
})

test('retention deletes old entries in portions, and permits no other deletion afterwards', async () => {
  const old = await Promise.all([1, 2, 3].map((day) => add({ at: start - day * 86_400_000, who: 'Old' })))
  const young = await add({ who: 'Young' })
  expect(await deleteOldEntries(db(), { before: start - 1, most: 2 })).toBe(2)
  expect(await deleteOldEntries(db(), { before: start - 1, most: 2 })).toBe(1)
  for (const id of old) expect(await read(id)).toBeUndefined()
  expect(await read(young)).toBeDefined()
  const after = db()
    .execute(sql`delete from audit`)
    .catch((error: Error) => error.cause)
  expect(await after).toMatchObject({ code: '23001' })
})

test('pages continue by time, also if many entries have the same time', async () => {
  const who = 'Paging'
  for (let number = 0; number < 7; number++)
    await add({ who, subject: `q${number}`, at: start + Math.floor(number / 3) })
  const seen: (string | null)[] = []
  const read = (request: PageRequest<TimePlace<number>>) => listEntries(db(), { who }, request)
  for await (const entries of pages(read, 2)) seen.push(...entries.map(({ subject }) => subject))
  expect(seen).toEqual(['q6', 'q5', 'q4', 'q3', 'q2', 'q1', 'q0'])
})

test('an entry about a view has the name that the view had, and is found by it', async () => {
  const at = start
  const filter = {}
  await addView(db(), { id: 'v1', name: 'Late today', filter, at })
  await add({ action: 'view.create', subject: null, parameters: { name: 'Late today' } })
  await add({ action: 'view.save', subject: 'v1', parameters: { name: 'Late' } })
  await changeView(db(), 'v1', { name: 'Late' }, at)
  await add({ action: 'view.delete', subject: 'v1' })
  await deleteView(db(), 'v1', at)
  await add({ action: 'view.delete', subject: 'v1' })
  const found = async (subject: string) =>
    (await listEntries(db(), { subject }, { limit: 10, after: null })).items.map((entry) => [
      entry.action,
      entry.subjectName,
    ])
  expect(await found('v1')).toEqual([
    ['view.delete', null],
    ['view.delete', 'Late'],
    ['view.save', 'Late today'],
  ])
  expect(await found('Late today')).toEqual([
    ['view.save', 'Late today'],
    ['view.create', 'Late today'],
  ])
})

test('filters are combined, and counts stop at a limit', async () => {
  const who = 'Filtering'
  await add({ who, action: 'provider.drain', subject: 'RouteA', via: 'page' })
  await add({ who, action: 'batch.stop', subject: 'RouteA' })
  const ended = await add({ who, action: 'batch.stop', subject: 'b1', at: start + 1000 })
  await endEntry(db(), ended, { at: start, ...done })
  const repeated = await add({ who, action: 'batch.repeat', subject: 'b0', at: start - 1000 })
  await endEntry(db(), repeated, { at: start, ...done, made: 'b2' })
  await add({ who: 'Other', via: 'command-line' })
  const found = async (filter: Parameters<typeof listEntries>[1]) =>
    (await listEntries(db(), { who, ...filter }, { limit: 10, after: null })).items.map(
      ({ action }) => action,
    )
  expect(await found({ subject: 'RouteA' })).toEqual(['batch.stop', 'provider.drain'])
  expect(await found({ subject: 'RouteA', kind: 'provider' })).toEqual(['provider.drain'])
  expect(await found({ subject: 'b2' })).toEqual(['batch.repeat'])
  expect(await found({ via: 'page' })).toEqual(['provider.drain'])
  expect(await found({ via: 'command-line' })).toEqual([])
  expect(await found({ result: 'UNKNOWN', action: 'batch.stop' })).toEqual(['batch.stop'])
  expect(await found({ result: 'DONE' })).toEqual(['batch.stop', 'batch.repeat'])
  expect(await found({ from: new Date(start + 1000).toISOString() })).toEqual(['batch.stop'])
  expect(await found({ to: new Date(start).toISOString() })).toEqual(['batch.repeat'])
  expect(await countEntries(db(), { who }, 2)).toBe(2)
})
