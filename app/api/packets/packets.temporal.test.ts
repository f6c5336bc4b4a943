import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { HistoryPage } from '@/lib/contract/packet'
import { dataRoutingType, taskQueue } from '@/lib/contract/workflows'
import { apiUnderTest } from '../test-support/api-under-test'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { getPacket, listedIds, listPackets, submit } from '../test-support/packets'
import { listProviders } from '../test-support/providers'
import { refusal } from '../test-support/refusal'
import { callApi, postJson } from '../test-support/routes'

const api = apiUnderTest()

describe('a packet', () => {
  test('can be read to its end, with its contents and its events', async () => {
    const packet = await api.deliver()
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
    expect(await refusal(response)).toEqual([404, 'PACKET_NOT_FOUND'])
  })

  test('pages its events only with its own cursors', async () => {
    const { id } = await submit()
    const response = await callApi(`/api/packets/${id}/history?cursor=AAAA`)
    expect(await refusal(response)).toEqual([400, 'BAD_CURSOR'])
  })

  test('stopped in Temporal is shown as failed, and found as such', async () => {
    const source = randomUUID()
    const { id, workflowId } = await submit({ source })
    await api.carrier.handOver(id)
    await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
    const packet = await getPacket(id)
    expect(packet).toMatchObject({ status: 'FAILED', currentRouteProvider: null, settling: false })
    expect(packet.reason).toContain('its workflow was terminated in Temporal')
    await eventually(
      () => listedIds({ source, status: 'FAILED' }),
      (ids) => ids.includes(id),
    )
    expect(await listedIds({ source, status: 'TRANSMITTING' })).toEqual([])
  })

  test('started anew in Temporal is listed once, as it is now', async () => {
    const source = randomUUID()
    const { id, workflowId } = await submit({ source })
    const { token } = await api.carrier.handOver(id)
    const { client } = api.temporal
    await client.workflow.getHandle(workflowId).terminate('by hand')
    await client.workflow.start(dataRoutingType, {
      taskQueue,
      workflowId,
      args: [{ source, destination: '+016660002222', contents: 'SGVsbG8=' }],
    })
    await eventually(
      () => listPackets({ source }),
      ({ total }) => total === 2,
    )
    const { items } = await listPackets({ source })
    expect(items.map((packet) => [packet.id, packet.endedAt])).toEqual([[id, null]])
    expect((await sendReceipt({ token, delivered: true }, api.secrets.RouteA)).status).toBe(200)
  })
})

test('providers are listed in routing order with what they did', async () => {
  await api.deliver()
  const { items } = await eventually(listProviders, ({ items: [first] }) => (first?.delivered ?? 0) > 0)
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
    expect((await getPacket(id)).reason).toContain('wrong number')
  })

  test('is too late once it has ended', async () => {
    const { id } = await api.deliver()
    const response = await cancel(id)
    expect(await refusal(response)).toEqual([409, 'PACKET_ENDED'])
  })

  test('wants a reason', async () => {
    const { id } = await submit()
    expect((await cancel(id, { reason: ' ' })).status).toBe(400)
    expect((await cancel(id, { reason: 'x', force: true })).status).toBe(400)
  })
})
