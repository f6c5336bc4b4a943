import { Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Health } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { EventReader } from '@/lib/server/test-support/event-reader'
import { ensureSearchAttributes } from '@/scripts/setup/search-attributes'
import type { Part } from '@/scripts/stack/part'
import { ownTemporal } from '@/scripts/stack/test-support/own-temporal'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { someone, submit } from '../test-support/packets'
import { sealClaims } from '../test-support/receipts'
import { callApi, postJson } from '../test-support/routes'

let server: Part
let address: string
let startServer: () => Promise<void>
let secrets: ReturnType<typeof setEnvironment>['receiptSecrets']

beforeAll(async () => {
  const own = await ownTemporal()
  server = own.server
  address = own.address
  startServer = own.start
  secrets = setEnvironment({ temporalAddress: address, carrierUrl: 'http://127.0.0.1:9/' }).receiptSecrets
  await startServer()
})

afterAll(() => server.stop())

const ready = () => callApi('/api/health/ready')

async function intakeUpSince(): Promise<number> {
  const { intakeUpSince: since } = await (await callApi('/api/health/live')).json()
  return Date.parse(since)
}

/** Milliseconds until the answer, with its status, code and how long to wait. */
async function timed(call: Promise<Response>) {
  const startedAt = Date.now()
  const response = await call
  const { code, detail } = await response.json()
  return {
    detail,
    ms: Date.now() - startedAt,
    status: response.status,
    code,
    wait: response.headers.get('retry-after'),
  }
}

async function receiptFor({ id, runId }: Packet, probe?: string): Promise<Response> {
  const token = await sealClaims({ packetId: id, runId, ...(probe !== undefined && { probe }) })
  return sendReceipt({ token, delivered: true }, secrets.RouteA)
}

test('before the set-up has run, packets are refused and not lost half-way', async () => {
  const notReady = { status: 503, code: 'NOT_READY', wait: '30' }
  expect(await timed(postJson('/api/packets', { ...someone, text: 'Hello' }))).toMatchObject(notReady)
  expect(await timed(callApi('/api/packets'))).toMatchObject(notReady)
  const connection = await Connection.connect({ address })
  await ensureSearchAttributes(connection, 'default')
  await connection.close()
  await eventually(
    async () => (await postJson('/api/packets', { ...someone, text: 'Hello' })).status,
    (status) => status === 202,
  )
})

describe('without a worker', () => {
  test('packets are taken, shown and cancelled, and readiness says why nothing moves', async () => {
    const { id } = await submit()
    const stream = new EventReader(await callApi(`/api/events/packets/${id}`))
    expect(await stream.next<Packet>('packet')).toMatchObject({ status: 'ROUTING' })
    await stream.leave()
    const cancel = await postJson(`/api/packets/${id}/actions/cancel`, { reason: 'nobody works' })
    expect([cancel.status, (await cancel.json()).status]).toEqual([202, 'ROUTING'])
    const answer = await ready()
    expect(await answer.json()).toMatchObject({
      status: 503,
      code: 'NOT_READY',
      detail: expect.stringContaining('worker'),
    })
  })
})

describe('while Temporal is down', () => {
  test('everything that needs it answers 503 within 3 s, views say so and recover by themselves', async () => {
    const packet = await submit()
    const path = `/api/packets/${packet.id}`
    const view = new EventReader(await callApi(`/api/events/packets/${packet.id}`))
    await view.next('packet')
    await view.next<Health>('health', ({ temporal }) => temporal === 'up')
    const before = await intakeUpSince()

    await server.kill()
    const down = { status: 503, code: 'TEMPORAL_UNREACHABLE', wait: '2' }
    const answers = await Promise.all([
      timed(postJson('/api/packets', { ...someone, text: 'Hello' })),
      timed(callApi('/api/packets')),
      timed(callApi(path)),
      timed(callApi(`${path}/contents`)),
      timed(callApi(`${path}/history`)),
      timed(postJson(`${path}/actions/cancel`, { reason: 'x' })),
      timed(callApi('/api/providers')),
      timed(receiptFor(packet, Buffer.from('a task token').toString('base64'))),
      timed(receiptFor(packet)),
    ])
    for (const answer of answers) {
      expect(answer).toMatchObject(down)
      expect(answer.ms).toBeLessThan(3000)
    }
    const [keyless, ...others] = answers.map(({ detail }) => detail)
    const receiptsSaid = others.splice(-2)
    expect(keyless).toMatch(
      /nobody knows whether this was done. Look for the packet before you send it again/,
    )
    for (const said of receiptsSaid) {
      expect(said).toMatch(/Nothing was changed; try again|nobody knows.*Send the same receipt again/)
    }
    // Also the cancellation, which reads the packet first.
    for (const detail of others) {
      expect(detail).toBe('Temporal gave no answer. Nothing was changed; try again in a moment.')
    }
    const keyed = await timed(
      postJson('/api/packets', { ...someone, text: 'Hello' }, { 'idempotency-key': 'outage' }),
    )
    expect(keyed.detail).toMatch(/same Idempotency-Key: that never makes a second packet\.$/)
    await eventually(
      async () => (await ready()).json(),
      ({ code }) => code === 'TEMPORAL_UNREACHABLE',
    )
    await view.next<Health>('health', ({ temporal }) => temporal === 'down')
    expect(await intakeUpSince()).toBeGreaterThan(before)
    const late = new EventReader(await callApi(`/api/events/packets/${packet.id}`))
    expect(await late.next<Health>('health')).toMatchObject({ temporal: 'down', workers: null })

    await startServer()
    await view.next<Health>('health', ({ temporal }) => temporal === 'up')
    const receipt = await eventually(
      () => receiptFor(packet),
      ({ status }) => status === 200,
    )
    expect(await receipt.json()).toMatchObject({ packetId: packet.id })
    expect((await submit()).status).toBe('ROUTING')
    await Promise.all([view.leave(), late.leave()])
  })

  test('a server that hangs is noticed just as soon', async () => {
    await eventually(ready, ({ status }) => status === 503)
    const { pid } = server
    if (pid === null) throw new Error('The server must be running.')
    process.kill(pid, 'SIGSTOP')
    try {
      const answer = await timed(callApi('/api/packets'))
      expect(answer).toMatchObject({ status: 503, code: 'TEMPORAL_UNREACHABLE' })
      expect(answer.ms).toBeLessThan(3000)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await eventually(
      () => callApi('/api/packets'),
      ({ status }) => status === 200,
    )
  })
})
