import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../addresses'
import type { Part } from '../part'
import { temporalServer, waitForTemporal } from '../temporal-server'

/** A Temporal server that a test can kill and restart with its stored state. It is not started yet. */
export async function ownTemporal(): Promise<{ server: Part; address: string; start: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-own-temporal-'))
  const [port = 0] = await freePorts(1)
  const address = `127.0.0.1:${port}`
  const server = temporalServer({
    cliPath: process.env.TEMPORAL_CLI_PATH ?? '',
    host: '127.0.0.1',
    port,
    uiPort: null,
    dbFile: join(folder, 'temporal.sqlite'),
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  })
  const start = async () => {
    server.start()
    await waitForTemporal(address, 'default')
  }
  return { server, address, start }
}
