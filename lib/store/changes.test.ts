import { afterAll, beforeAll, expect, test } from 'vitest'
import { listeningFault } from './changes'
import { createDatabase, type TestDatabase } from './test-support/database'

let database: TestDatabase
let other: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
  other = await createDatabase()
})

afterAll(() => Promise.all([database.drop(), other.drop()]))

test('who listens at the same database hears what is announced there', async () => {
  expect(await listeningFault(database.url, database.url)).toBeNull()
})

test('who listens elsewhere hears nothing, as behind a pooler, and it is said why', async () => {
  expect(await listeningFault(database.url, other.url)).toMatch(/does not arrive/)
})

test('an address at which nobody can listen is told with the reason', async () => {
  expect(await listeningFault(database.url, 'postgres://waybill@127.0.0.1:9/waybill')).toMatch(/ECONNREFUSED/)
})

test('a store that is away is no fault of the address to listen at', async () => {
  await expect(listeningFault('postgres://waybill@127.0.0.1:9/waybill', database.url)).rejects.toThrow()
})
