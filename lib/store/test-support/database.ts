/** Creates a separate database with all tables for the tests of one file. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrateStore, openStore, type Store } from '../store'

export interface TestDatabase {
  readonly url: string
  readonly store: Store
  /** Closes the store and drops the database. */
  drop(): Promise<void>
}

export async function createDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  if (server === undefined) throw new Error('Set TEST_DATABASE_URL; the test runner does, see scripts/test.')
  const name = `test_${randomBytes(8).toString('hex')}`
  await maintain(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  await migrateStore(url.href)
  const store = openStore({ url: url.href, name: 'test' })
  return {
    url: url.href,
    store,
    drop: async () => {
      await store.close()
      await maintain(server, `drop database ${name} with (force)`)
    },
  }
}

async function maintain(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
