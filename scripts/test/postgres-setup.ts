// Runs once before tests that need PostgreSQL: one server for all of them, gone when they are done. Each test makes a
// database of its own by TEST_DATABASE_URL, the address of the database for maintenance by a role that may do that.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../stack/ports'
import { PostgresServer } from '../stack/postgres-server'

export async function setup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'waybill-postgres-'))
  const [port = 0] = await freePorts(1)
  const server = await PostgresServer.create({
    dataDir,
    port,
    password: 'test',
    logFile: join(dataDir, 'postgres.log'),
    // What they store need not survive the machine.
    settings: { fsync: 'off', max_connections: '200' },
  })
  const end = async () => {
    await server.part.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await server.start()
  } catch (error) {
    await end()
    throw error
  }
  process.env.TEST_DATABASE_URL = server.url('postgres')
  return end
}
