import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HistoryPage } from '@/lib/contract/packet'
import type { PacketPage } from '@/lib/contract/packet-list'
import type { ProviderList } from '@/lib/contract/provider-config'
import type { Packet } from '@/lib/packet/packet'
import { ApiUnderTest, submit } from '../test-support/api-under-test'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { callApi, postJson } from '../test-support/routes'

let api: ApiUnderTest

beforeAll(async () => {
  api = await ApiUnderTest.start()
})

afterAll(() => api.stop())

async function list(query: Record<string, string> = {}): Promise<PacketPage> {
  const response = await callApi(`/api/packets?${new URLSearchParams(query)}`)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

const idsOf = async (query: Record<string, string>) => (await list(query)).items.map(({ id }) => id)

async function get(id: string): Promise<Packet> {
  return (await callApi(`/api/packets/${id}`)).json()
}

async function deliver(extra: object = {}): Promise<Packet> {
  const { id } = await submit(extra)
  const { token } = await api.carrier.handOver(id)
  await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
  return eventually(
    async () => await get(id),
    (packet) => packet.status === 'DELIVERED',
  )
}

describe('a packet', () => {
  test('can be read to its end, with its contents and its events', async () => {
    const packet = await deliver()
    expect(packet).toMatchObject({ deliveredBy: 'RouteA', settling: false })
    const history: HistoryPage = await (await callApi(`/api/packets/${packet.id}/history`)).json()
    const [first] = history.events
    expect(first).toMatchObject({ id: 1, type: 'WorkflowExecutionStarted' })
    expect(first?.attributes.input).toEqual([
      expect.objectContaining({ source: packet.source, contents: '[5 bytes, see contents]' }),
    ])
    expect(history.events.map(({ type }) => type)).toContain('WorkflowExecutionSignaled')
    expect(JSON.stringify(history)).not.toContain('SGVsbG8=')
    expect(history.nextCursor).toBeNull()
  })

  test.each(['', '/contents', '/history'])('that does not exist has no %s', async (part) => {
    const response = await callApi(`/api/packets/nobody-${randomUUID()}${part}`)
    expect([response.status, (await response.json()).code]).toEqual([404, 'PACKET_NOT_FOUND'])
  })

  test('pages its events only with its own cursors', async () => {
    const { id } = await submit()
    const response = await callApi(`/api/packets/${id}/history?cursor=AAAA`)
    expect([response.status, (await response.json()).code]).toEqual([400, 'BAD_CURSOR'])
  })

  test('stopped in Temporal is shown as failed, and found as such', async () => {
    const source = randomUUID()
    const { id, workflowId } = await submit({ source })
    await api.carrier.handOver(id)
    await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
    const packet = await get(id)
    expect(packet).toMatchObject({ status: 'FAILED', currentRouteProvider: null, settling: false })
    expect(packet.reason).toContain('its workflow was terminated in Temporal')
    await eventually(
      () => idsOf({ source, status: 'FAILED' }),
      (ids) => ids.includes(id),
    )
    expect(await idsOf({ source, status: 'TRANSMITTING' })).toEqual([])
  })
})

test('providers are listed in routing order with what they did', async () => {
  await deliver()
  const { items } = await eventually(
    async (): Promise<ProviderList> => (await callApi('/api/providers')).json(),
    ({ items: [first] }) => (first?.delivered ?? 0) > 0,
  )
  expect(items.map(({ name, position }) => [name, position])).toEqual([
    ['RouteA', 1],
    ['RouteB', 2],
  ])
  expect(items[0]).toMatchObject({ receiptTimeoutMs: 10_000, shareDelivered: expect.any(Number) })
  expect(items[1]).toMatchObject({ delivered: 0, failed: 0, shareDelivered: null })
})

describe('cancelling', () => {
  const cancel = (id: string, body: unknown = { reason: 'wrong number' }) =>
    postJson(`/api/packets/${id}/actions/cancel`, body)

  test('ends a packet and answers with its ending', async () => {
    const { id } = await submit()
    await api.carrier.handOver(id)
    const response = await cancel(id)
    expect([response.status, (await response.json()).status]).toEqual([200, 'CANCELED'])
    expect((await get(id)).reason).toContain('wrong number')
  })

  test('is too late once it has ended', async () => {
    const { id } = await deliver()
    const response = await cancel(id)
    expect([response.status, (await response.json()).code]).toEqual([409, 'PACKET_ENDED'])
  })

  test('wants a reason', async () => {
    const { id } = await submit()
    expect((await cancel(id, { reason: ' ' })).status).toBe(400)
    expect((await cancel(id, { reason: 'x', force: true })).status).toBe(400)
  })
})
