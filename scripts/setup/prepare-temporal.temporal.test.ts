import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Http2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { freePorts } from '../stack/addresses'
import { type Part, startPart } from '../stack/part'
import { findTemporalCli } from '../stack/temporal-cli'
import { temporalServer, waitForTemporal } from '../stack/temporal-server'
import { ensureNamespace, prepareTemporal } from './prepare-temporal'

const DAY = 86_400
let folder: string
let server: Part
let address: string
let connection: Connection

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-prepare-'))
  const [port = 0] = await freePorts(1)
  address = `127.0.0.1:${port}`
  server = temporalServer({
    cliPath: await findTemporalCli(),
    host: '127.0.0.1',
    port,
    uiPort: null,
    dbFile: null,
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  })
  await startPart(server, (signal) => waitForTemporal(address, 'default', signal))
  connection = await Connection.connect({ address })
})

afterAll(async () => {
  await connection?.close()
  await server?.stop()
  await rm(folder, { recursive: true })
})

async function retention(namespace: string): Promise<number> {
  const { config } = await connection.workflowService.describeNamespace({ namespace })
  return Number(config?.workflowExecutionRetentionTtl?.seconds)
}

test('raises the retention of an existing namespace', async () => {
  expect(await retention('default')).toBe(DAY)
  await prepareTemporal({ address }, 'default')
  expect(await retention('default')).toBe(30 * DAY)
})

test('uses no proxy from the environment for a server on this machine', async () => {
  vi.stubEnv('http_proxy', 'http://127.0.0.1:9')
  vi.stubEnv('grpc_proxy', 'http://127.0.0.1:9')
  await prepareTemporal({ address }, 'default')
  vi.unstubAllEnvs()
})

test('changes nothing the second time', async () => {
  await prepareTemporal({ address }, 'default')
  expect(await ensureNamespace(connection, 'default')).toBe('unchanged')
})

test('creates a missing namespace', async () => {
  await prepareTemporal({ address }, 'brand-new')
  expect(await retention('brand-new')).toBe(30 * DAY)
})

test('never lowers a retention', async () => {
  const days = proto.google.protobuf.Duration.fromObject({ seconds: 90 * DAY })
  await connection.workflowService.registerNamespace({
    namespace: 'long-lived',
    workflowExecutionRetentionPeriod: days,
  })
  await prepareTemporal({ address }, 'long-lived')
  expect(await retention('long-lived')).toBe(90 * DAY)
})

/** Answers every call with one gRPC status, as a server does to a client without permission. */
async function refusingServer(status: number): Promise<Http2Server> {
  const refusing = createServer()
  refusing.on('stream', (stream) => {
    const headers = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(status) }
    stream.respond(headers, { endStream: true })
  })
  await new Promise<void>((done) => refusing.listen(0, '127.0.0.1', done))
  return refusing
}

test('says which step lacks permission, and what to ask for', async () => {
  const refusing = await refusingServer(7)
  const { port } = refusing.address() as AddressInfo
  try {
    await expect(prepareTemporal({ address: `127.0.0.1:${port}` }, 'default')).rejects.toThrow(
      /^Namespace default and its retention could not be set up: the credentials do not allow it; ask an administrator to give namespace default a retention of 30 days/,
    )
  } finally {
    refusing.close()
  }
})

test('says that a server does not answer', async () => {
  const [free = 0] = await freePorts(1)
  await expect(
    prepareTemporal({ address: `127.0.0.1:${free}` }, 'default', { limitMs: 500 }),
  ).rejects.toThrow(
    /^Temporal at 127\.0\.0\.1:\d+ cannot be reached: nothing listens there; start the server/,
  )
})
