import { Client, Connection, type WorkflowHandle } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { healthReport } from '@/lib/contract/health-report'
import { apiPath } from '@/lib/contract/paths'
import type { SelfTest, SelfTestList } from '@/lib/contract/self-test'
import type { Health } from '@/lib/contract/streams'
import { cancelSignal } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { store } from '@/lib/server/store'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { EventReader } from '@/lib/server/test-support/event-reader'
import { claimPackets, findUntoldCancels } from '@/lib/store/ownership'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import type { Part } from '@/scripts/stack/part'
import { ownTemporal } from '@/scripts/stack/test-support/own-temporal'
import { suspend } from '@/scripts/stack/test-support/processes'
import { StoreWatch } from '@/worker/store-watch'
import { Sweeper } from '@/worker/sweeper'
import { callApi, postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { listedIds, submit } from '../test-support/packets'
import { listProviders } from '../test-support/providers'
import { sealClaims } from '../test-support/receipts'

let server: Part
let address: string
let startServer: () => Promise<void>
let database: TestDatabase
let secrets: ReturnType<typeof setEnvironment>['receiptSecrets']

beforeAll(async () => {
  const own = await ownTemporal()
  server = own.server
  startServer = own.start
  database = await createDatabase()
  address = own.address
  secrets = setEnvironment({
    temporalAddress: address,
    databaseUrl: database.url,
    carrierUrl: 'http://127.0.0.1:9/',
  }).receiptSecrets
  await startServer()
})

afterAll(async () => {
  await server.stop()
  await store().close()
  await database.drop()
})

const ready = () => callApi('/api/health/ready')

/** Milliseconds until the answer, with its status, code and how long to wait. */
async function timed(call: Promise<Response>) {
  const startedAt = Date.now()
  const response = await call
  const { code } = await response.json()
  return {
    ms: Date.now() - startedAt,
    status: response.status,
    code,
    wait: response.headers.get('retry-after'),
  }
}

async function receiptFor({ id }: Packet, probe?: string): Promise<Response> {
  const token = await sealClaims({ packetId: id, ...(probe !== undefined && { probe }) })
  return sendReceipt({ token, delivered: true }, secrets.RouteA)
}

/** Claims the packet as a worker does. */
function claim({ id, workflowId }: Packet) {
  const shares = [{ id, epoch: 1 }]
  return claimPackets(database.store.db, { owner: workflowId, runId: 'run-1', shares })
}

describe('without a worker', () => {
  test('packets are accepted, shown and canceled, and readiness says why none is delivered', async () => {
    const { id } = await submit()
    const stream = new EventReader(await callApi(`/api/events/packets/${id}`))
    expect(await stream.next<Packet>('packet')).toMatchObject({ status: 'ROUTING', runId: null })
    await stream.leave()
    const answer = await ready()
    expect(await answer.json()).toMatchObject({
      status: 503,
      code: 'NOT_READY',
      detail: expect.stringContaining('worker'),
    })
    const cancel = await postJson(`/api/packets/${id}/actions/cancel`, { reason: 'not needed' })
    expect([cancel.status, (await cancel.json()).status]).toEqual([200, 'CANCELED'])
  })

  test('a packet that a workflow owns is canceled as soon as a worker runs the workflow', async () => {
    const packet = await submit()
    await claim(packet)
    const cancel = await postJson(`/api/packets/${packet.id}/actions/cancel`, { reason: 'not needed' })
    expect([cancel.status, (await cancel.json()).status]).toEqual([202, 'ROUTING'])
  })
})

async function expectToGoOn(packet: Packet): Promise<void> {
  const path = `/api/packets/${packet.id}`
  const submitted = await submit()
  expect(submitted).toMatchObject({ status: 'ROUTING', runId: null })
  expect(await listedIds({ q: submitted.id })).toEqual([submitted.id])
  expect((await callApi(path)).status).toBe(200)
  expect((await callApi(`${path}/contents`)).status).toBe(200)
  expect((await postJson(`/api/packets/${submitted.id}/actions/cancel`, { reason: 'x' })).status).toBe(200)
  const receipt = await receiptFor(packet)
  expect([receipt.status, await receipt.json()]).toEqual([
    200,
    { result: 'recorded', packetId: packet.id, attempt: 1 },
  ])
}

/** The provider directory is in the store, so changes work while Temporal is down. */
async function expectDirectoryToGoOn(): Promise<void> {
  const because = { reason: 'maintenance' }
  for (const path of [
    apiPath('/api/providers/{name}/actions/drain', { name: 'RouteB' }),
    apiPath('/api/providers/actions/pause'),
    apiPath('/api/providers/actions/resume'),
    apiPath('/api/providers/{name}/actions/probe', { name: 'RouteA' }),
  ]) {
    const answer = await timed(postJson(path, because))
    expect([path, answer.status]).toEqual([path, 200])
    expect(answer.ms).toBeLessThan(3_000)
  }
  const [routeA, routeB] = (await listProviders()).items
  expect(routeA?.state.probe).toMatchObject({ phase: 'queued' })
  expect(routeB?.state.drained).toMatchObject({ reason: 'maintenance' })
}

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number]

const isCancel = (event: Event) => event.workflowExecutionSignaledEventAttributes?.signalName === cancelSignal

/** A worker's sweeper signals the cancellations that could not be signalled while Temporal was down. */
async function expectCancelToBeTold({ workflowId }: Packet): Promise<void> {
  const connection = await Connection.connect({ address })
  const client = new Client({ connection })
  const log = { warn: () => undefined, info: () => undefined, error: () => undefined }
  const { db } = database.store
  const retention = { contentsDays: 30, packetsDays: 90, auditDays: 365 }
  const watch = new StoreWatch(db, client, log)
  const sweeper = new Sweeper({
    db,
    client,
    quietUntil: () => null,
    log,
    retention,
    watch,
    onSetBack: () => undefined,
  })
  const sweeping = sweeper.run()
  try {
    const { events } = await eventually(
      () => client.workflow.getHandle(workflowId).fetchHistory(),
      ({ events }) => events?.some(isCancel) === true,
    )
    expect(events?.filter(isCancel)).toHaveLength(1)
    await eventually(
      () => findUntoldCancels(database.store.db, 10),
      ({ length }) => length === 0,
    )
  } finally {
    sweeper.stop()
    await sweeping
    await connection.close()
  }
}

describe('while Temporal is down', () => {
  test('packets and receipts are accepted, requests that need Temporal get 503 within 3 s, and views report the outage', async () => {
    const packet = await submit()
    await claim(packet)
    const path = `/api/packets/${packet.id}`
    const view = new EventReader(await callApi(`/api/events/packets/${packet.id}`))
    await view.next('packet')
    await view.next<Health>('health', ({ temporal }) => temporal === 'up')

    await server.kill()
    const answers = await Promise.all([
      timed(callApi(`${path}/history`)),
      timed(receiptFor(packet, Buffer.from('a task token').toString('base64'))),
    ])
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 503, code: 'TEMPORAL_UNREACHABLE', wait: '2' })
      expect(answer.ms).toBeLessThan(3000)
    }
    await expectToGoOn(packet)
    await expectDirectoryToGoOn()
    const startedAt = Date.now()
    expect((await postJson(`${path}/actions/cancel`, { reason: 'x' })).status).toBe(202)
    expect(Date.now() - startedAt).toBeLessThan(3000)
    await eventually(
      async () => (await ready()).json(),
      ({ code }) => code === 'TEMPORAL_UNREACHABLE',
    )
    await view.next<Health>('health', ({ temporal }) => temporal === 'down')
    const late = new EventReader(await callApi(`/api/events/packets/${packet.id}`))
    expect(await late.next<Health>('health')).toMatchObject({ store: 'up', temporal: 'down', workers: null })

    await startServer()
    await view.next<Health>('health', ({ temporal }) => temporal === 'up')
    await Promise.all([view.leave(), late.leave()])
    await expectCancelToBeTold(packet)
  })

  test('self-tests can be read, a new one fails at its first step, and the report says what is down', async () => {
    const run = () => callApi(apiPath('/api/self-tests'), { method: 'POST' })
    const before: SelfTest = await (await run()).json()
    await server.kill()
    const startedAt = Date.now()
    const failed: SelfTest = await (await run()).json()
    expect(Date.now() - startedAt).toBeLessThan(3_000)
    expect(failed).toMatchObject({ state: 'failed', sentence: 'Temporal gave no answer.' })
    expect(failed.steps.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped', 'skipped'])
    const list = await eventually(
      async (): Promise<SelfTestList> => (await callApi(apiPath('/api/self-tests'))).json(),
      ({ stale }) => stale !== null,
    )
    expect(list.items.map(({ id }) => id)).toEqual([failed.id, before.id])
    const report = await eventually(
      async () => healthReport.parse(await (await callApi(apiPath('/api/health'))).json()),
      ({ temporal }) => temporal.is === 'down',
    )
    expect(report).toMatchObject({
      temporal: { address, why: expect.stringContaining('nothing listens there') },
      store: { is: 'up' },
      workers: { is: 'unknown' },
      queues: { is: 'unknown' },
      intake: { is: 'known' },
    })
    expect(report.findings[0]).toMatchObject({ severity: 'wrong', what: 'Temporal gives no answer.' })
    await startServer()
    await eventually(ready, ({ status }) => status === 503)
  })

  test('a server that hangs is noticed as quickly as one that is down', async () => {
    const packet = await submit()
    await eventually(ready, ({ status }) => status === 503)
    const { pid } = server
    if (pid === null) throw new Error('The server must be running.')
    await suspend(pid)
    try {
      const answer = await timed(callApi(`/api/packets/${packet.id}/history`))
      expect(answer).toMatchObject({ status: 503, code: 'TEMPORAL_UNREACHABLE' })
      expect(answer.ms).toBeLessThan(3000)
      expect((await submit()).status).toBe('ROUTING')
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await eventually(
      () => callApi(`/api/packets/${packet.id}/history`),
      ({ status }) => status === 200,
    )
  })
})
