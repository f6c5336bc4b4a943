import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listenForChanges, listeningFault } from './changes'
import { createDatabase, type TestDatabase } from './test-support/database'

let database: TestDatabase
let other: TestDatabase
let watcher: pg.Client

beforeAll(async () => {
  database = await createDatabase()
  other = await createDatabase()
  watcher = new pg.Client({ connectionString: database.url })
  await watcher.connect()
  await watcher.query('listen waybill_changes')
})

afterAll(async () => {
  await watcher.end()
  await Promise.all([database.drop(), other.drop()])
})

test('announcements are empty, limited to twenty a second, and never lost', async () => {
  const heard: { at: number; payload: string | undefined }[] = []
  watcher.on('notification', ({ payload }) => heard.push({ at: performance.now(), payload }))
  const startedAt = performance.now()
  let lastAt = startedAt
  while (performance.now() - startedAt < 1_000) {
    database.store.announce()
    lastAt = performance.now()
    await pause(1)
  }
  await vi.waitFor(() => expect(heard.at(-1)?.at).toBeGreaterThanOrEqual(lastAt), { timeout: 2_000 })
  const tookMs = performance.now() - startedAt
  expect(heard.length).toBeGreaterThan(1)
  expect(heard.length).toBeLessThanOrEqual(tookMs / 50 + 1)
  expect(new Set(heard.map(({ payload }) => payload))).toEqual(new Set(['']))
})

test('a listener that lost its connection wakes its readers once it listens again', async () => {
  const stop = new AbortController()
  const wake = vi.fn()
  const listening = listenForChanges(database.url, wake, stop.signal)
  await vi.waitFor(() => expect(wake).toHaveBeenCalledTimes(1), { timeout: 5_000 })
  await watcher.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'waybill listener' and datname = current_database()`,
  )
  await vi.waitFor(() => expect(wake).toHaveBeenCalledTimes(2), { timeout: 5_000 })
  database.store.announce()
  await vi.waitFor(() => expect(wake).toHaveBeenCalledTimes(3), { timeout: 5_000 })
  stop.abort()
  await listening
})

test('a listener at the same database receives announcements', async () => {
  expect(await listeningFault(database.url, database.url)).toBeNull()
})

test('reports a listener that receives nothing, as behind a pooler', async () => {
  expect(await listeningFault(database.url, other.url)).toMatch(/does not arrive/)
})

test('reports the reason if it cannot listen at an address', async () => {
  expect(await listeningFault(database.url, 'postgres://waybill@127.0.0.1:9/waybill')).toMatch(/ECONNREFUSED/)
})

test('an unavailable store is no fault of the address for listening', async () => {
  await expect(listeningFault('postgres://waybill@127.0.0.1:9/waybill', database.url)).rejects.toThrow()
})
