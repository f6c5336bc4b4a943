import { afterAll, beforeAll, expect, test } from 'vitest'
import { mostViews } from '@/lib/contract/view'
import { openStore } from './store'
import { createDatabase, type TestDatabase } from './test-support/database'
import { addView, changeView, deleteView, listViews } from './views'

const at = Date.parse('2026-01-01T12:00:00Z')

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

test('stores views by name with their latest changes, beyond the process that saved them', async () => {
  const { db } = database.store
  await addView(db, {
    id: 'v2',
    name: 'Late',
    filter: { flag: 'late', within: 'today', zone: 'Europe/Berlin' },
    at,
  })
  await addView(db, { id: 'v1', name: 'Doubled', filter: { flag: 'doubled' }, at })
  expect(await addView(db, { id: 'v3', name: 'Late', filter: {}, at })).toBe('taken')
  expect(await changeView(db, 'v1', { name: 'Late' }, at)).toBe('taken')
  expect(
    await changeView(db, 'v1', { filter: { flag: 'doubled', sort: 'oldest' } }, at + 1_000),
  ).toMatchObject({
    name: 'Doubled',
    updatedAt: new Date(at + 1_000),
  })

  const after = openStore({ url: database.url, name: 'test, started again' })
  const kept = await listViews(after.db)
  expect(kept.map(({ id, name, filter }) => ({ id, name, filter }))).toEqual([
    { id: 'v1', name: 'Doubled', filter: { flag: 'doubled', sort: 'oldest' } },
    { id: 'v2', name: 'Late', filter: { flag: 'late', within: 'today', zone: 'Europe/Berlin' } },
  ])
  expect(await deleteView(after.db, 'v2', at)).toBe(true)
  expect(await deleteView(after.db, 'v2', at)).toBe(false)
  expect(await changeView(after.db, 'v2', { name: 'Later' }, at)).toBeNull()
  await after.close()
})

test('keeps no more views than the limit, however many are saved at once', async () => {
  const ids = Array.from({ length: mostViews + 10 }, (_, nth) => `many-${nth}`)
  const { db } = database.store
  const saved = await Promise.all(ids.map((id) => addView(db, { id, name: id, filter: {}, at })))
  expect(saved.filter((view) => view === 'full').length).toBeGreaterThanOrEqual(10)
  expect(await listViews(db)).toHaveLength(mostViews)
})
