import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addressesOf, freePorts } from './addresses'
import { storeFile } from './data-dir'
import { type Part, startPart } from './part'
import { findTemporalCli } from './temporal-cli'
import { temporalServer, waitForTemporal } from './temporal-server'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-temporal-'))
})

afterEach(() => rm(folder, { recursive: true }))

interface Running {
  server: Part
  /** The address that this machine uses. */
  address: string
  ui: string
}

async function running(host: string, dataDir: string | null): Promise<Running> {
  const [port = 0, uiPort = 0] = await freePorts(2)
  const { temporal, temporalUi } = addressesOf(
    '127.0.0.1',
    { web: 1, temporal: port, temporalUi: uiPort, carrier: 1 },
    host,
  )
  const server = temporalServer({
    cliPath: await findTemporalCli(),
    host,
    port,
    uiPort,
    dbFile: dataDir === null ? null : storeFile(dataDir),
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  })
  await startPart(server, (signal) => waitForTemporal(temporal, 'default', signal))
  return { server, address: temporal, ui: temporalUi ?? '' }
}

async function startWorkflow(address: string, workflowId: string): Promise<void> {
  const connection = await Connection.connect({ address })
  await new Client({ connection }).workflow.start('any', { taskQueue: 'nobody', workflowId })
  await connection.close()
}

async function accepts(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: 2000 })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** A non-loopback address of this machine, as other machines use it. */
function outsideAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}

test.each([
  ['127.0.0.1', false],
  ['0.0.0.0', true],
])('works on %s; other machines reach the server and its pages: %s', async (host, open) => {
  const { server, address, ui } = await running(host, null)
  try {
    await startWorkflow(address, 'w')
    expect((await fetch(ui)).status).toBe(200)
    const outside = outsideAddress()
    if (outside === undefined) return
    for (const url of [ui, `http://${address}`]) {
      expect(await accepts(outside, Number(new URL(url).port)), url).toBe(open)
    }
  } finally {
    await server.stop()
  }
})

test.each(['a#b?c=d%41 100%', ` q'"&;:|<>*\\ 日本 é ~ `])(
  'keeps its store in a folder called "%s"',
  async (name) => {
    const dataDir = join(folder, name)
    await mkdir(dataDir)
    const { server, address } = await running('127.0.0.1', dataDir)
    try {
      await startWorkflow(address, 'w')
      expect((await stat(storeFile(dataDir))).size).toBeGreaterThan(0)
    } finally {
      await server.stop()
    }
    expect((await readdir(folder)).sort()).toEqual([name, 'temporal.log'].sort())
  },
)
