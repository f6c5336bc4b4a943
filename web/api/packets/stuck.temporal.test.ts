import { expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import type { Health } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { EventReader } from '@/lib/server/test-support/event-reader'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { getPacket, listPackets, packetWhen, submit } from '../test-support/packets'

// Report stuck workflows at once instead of after two tries. An end-to-end test covers the usual delay.
const atOnce = 'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=1'
const api = apiUnderTest({ dynamicConfig: [atOnce] })

const ready = async () => (await callApi(apiPath('/api/health/ready'))).json()

const isStuck = ({ stuck }: Packet) => stuck !== null

test('a packet whose workflow code was changed is stuck, is shown as such everywhere, and continues with its original code', async () => {
  const { id } = await submit()
  const { token } = await api.carrier.handOver(id)
  await packetWhen(id, ({ attempts }) => attempts[0]?.handOver.state === 'ACCEPTED')
  const view = new EventReader(await callApi(apiPath('/api/events/packets/{id}', { id })))
  await api.stopWorker()
  const before = new Date().toISOString()
  const receipt = await sendReceipt({ token, delivered: false }, api.secrets.RouteA)
  expect(receipt.status).toBe(200)
  await api.startWorker('test-support/changed-workflows')

  const told = await view.next<Packet>('packet', isStuck)
  const stuck = await getPacket(id)
  for (const packet of [told, stuck]) {
    expect(packet).toMatchObject({ status: 'ROUTING', flags: ['stuck'], failedRouteProviders: ['RouteA'] })
    expect(packet.stuck).toMatchObject({ cause: 'mismatch', detail: 'NonDeterministicError' })
    expect(packet.stuck?.tries).toBeGreaterThan(0)
    expect(packet.stuck?.since?.localeCompare(before)).toBe(1)
  }
  const page = await eventually(
    () => listPackets({ flag: 'stuck' }),
    ({ total, items }) => total === 1 && items.length === 1,
  )
  const inList = { cause: 'mismatch', detail: 'NonDeterministicError', since: null, tries: null }
  expect(page.items[0]).toMatchObject({ id, flags: ['stuck'], stuck: inList })
  await eventually(ready, ({ status, stuck }) => status === 'ready' && stuck === 1)
  await view.next<Health>('health', (health) => health.stuck === 1)

  await api.stopWorker()
  await api.startWorker()
  const next = await api.carrier.handOver(id, 2)
  expect((await sendReceipt({ token: next.token, delivered: true }, api.secrets.RouteB)).status).toBe(200)
  const delivered = await view.next<Packet>('packet', ({ status }) => status === 'DELIVERED')
  expect(delivered).toMatchObject({ stuck: null, deliveredBy: 'RouteB', failedRouteProviders: ['RouteA'] })
  await view.leave()
  await eventually(
    () => listPackets({ flag: 'stuck' }),
    ({ total, items }) => total === 0 && items.length === 0,
  )
  await eventually(ready, ({ stuck }) => stuck === 0)
})

test('a worker without the delivery workflow leaves a packet stuck, until a worker with it starts', async () => {
  await api.stopWorker()
  await api.startWorker('test-support/missing-workflows')
  const { id } = await submit()
  const packet = await packetWhen(id, isStuck)
  expect(packet).toMatchObject({ status: 'ROUTING', stuck: { cause: 'failure' } })
  await api.stopWorker()
  await api.startWorker()
  await packetWhen(id, ({ status, stuck }) => status === 'TRANSMITTING' && stuck === null)
  await eventually(
    () => listPackets({ flag: 'stuck' }),
    ({ total, items }) => total === 0 && items.length === 0,
  )
})
