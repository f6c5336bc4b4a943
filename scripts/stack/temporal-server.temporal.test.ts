import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { expect, test } from 'vitest'
import { addressesOf } from './addresses'
import { freePorts } from './ports'
import { startPart } from './start-part'
import { findTemporalCli } from './temporal-cli'
import { temporalServer, waitForTemporal } from './temporal-server'

// Other loopback addresses than the usual one exist on Linux alone without being set up.
test.skipIf(process.platform !== 'linux')('works while HOST is another address of this machine', async () => {
  const host = '127.0.0.2'
  const folder = await mkdtemp(join(tmpdir(), 'waybill-temporal-'))
  const [port = 0, uiPort = 0] = await freePorts(2)
  const { temporal, temporalUi } = addressesOf(host, {
    web: 1,
    temporal: port,
    temporalUi: uiPort,
    carrier: 1,
  })
  const server = temporalServer({
    cliPath: await findTemporalCli(),
    host,
    port,
    uiPort,
    dbFile: null,
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  })
  try {
    await startPart(server, (signal) => waitForTemporal(temporal, 'default', signal))
    const connection = await Connection.connect({ address: temporal })
    const { workflow } = new Client({ connection })
    const started = workflow.start('any', { taskQueue: 'nobody', workflowId: 'w' })
    await expect(started).resolves.toMatchObject({ workflowId: 'w' })
    expect((await fetch(`${temporalUi}`)).status).toBe(200)
    await connection.close()
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
})
