import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { HistoryPage } from '@/lib/contract/packet'
import { dataRoutingType, taskQueue, workflowIdOf } from '@/lib/contract/workflows'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { getPacket, packetWhen, submit } from '../test-support/packets'
import { listProviders } from '../test-support/providers'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

describe('a packet', () => {
  test('can be read to its end, with its contents and its events', async () => {
    const packet = await api.deliver()
    expect(packet).toMatchObject({ deliveredBy: 'RouteA', settling: false })
    const history = await eventually(
      async (): Promise<HistoryPage> => (await callApi(`/api/packets/${packet.id}/history`)).json(),
      ({ events }) => events.some(({ type }) => type === 'WorkflowExecutionSignaled'),
    )
    const [first] = history.events
    expect(first).toMatchObject({ id: 1, type: 'WorkflowExecutionStarted' })
    expect(first?.attributes.input).toEqual([{ packets: [{ id: packet.id, epoch: 1 }] }])
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

  test('whose workflow is stopped in Temporal is given to another one, which delivers it', async () => {
    const { id, workflowId } = await submit()
    await api.carrier.handOver(id)
    await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
    const moved = await packetWhen(id, (packet) => packet.workflowId !== workflowId && packet.runId !== null)
    expect(moved).toMatchObject({ status: 'TRANSMITTING', currentRouteProvider: 'RouteA' })
    const { token } = await api.carrier.handOver(id)
    expect((await sendReceipt({ token, delivered: true }, api.secrets.RouteA)).status).toBe(200)
    await packetWhen(id, ({ status }) => status === 'DELIVERED')
  })

  test('is delivered once, also where another client starts a workflow of its name', async () => {
    const { id, workflowId } = await api.deliver()
    const { client } = api.temporal
    await client.workflow.getHandle(workflowId).result()
    const handle = await client.workflow.start(dataRoutingType, {
      taskQueue,
      workflowId,
      args: [{ source: 'another', destination: '+016660002222', contents: 'SGVsbG8=' }],
    })
    await expect(handle.result()).rejects.toMatchObject({ cause: { message: expect.stringContaining(id) } })
    expect(await getPacket(id)).toMatchObject({ source: '+017771110000', attempts: [{ number: 1 }] })
  })

  test('may be started directly by another client of Temporal', async () => {
    const id = randomUUID()
    const handle = await api.temporal.client.workflow.start(dataRoutingType, {
      taskQueue,
      workflowId: workflowIdOf(id),
      args: [{ source: 'another', destination: '+016660002222', contents: 'SGVsbG8=' }],
    })
    const { token, contents } = await api.carrier.handOver(id)
    expect(contents).toBe('SGVsbG8=')
    expect((await sendReceipt({ token, delivered: true }, api.secrets.RouteA)).status).toBe(200)
    expect(await handle.result()).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA' })
    expect(await handle.result()).toEqual(await getPacket(id))
    expect((await callApi(`/api/packets/${id}/contents`)).status).toBe(200)
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
  expect(items[1]).toMatchObject({ delivered: 0, failed: expect.any(Number) })
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

describe('erasing', () => {
  const erase = (id: string, body: unknown = { reason: 'the customer asked' }) =>
    postJson(`/api/packets/${id}/actions/erase`, body)
  const contents = (id: string) => callApi(`/api/packets/${id}/contents`)

  test('removes the contents of an ended packet for good; a repetition changes nothing', async () => {
    const { id } = await api.deliver()
    const first = await erase(id)
    const erased = await first.json()
    expect([first.status, erased]).toEqual([200, { at: expect.any(String), reason: 'the customer asked' }])
    expect(await (await erase(id, { reason: 'again' })).json()).toEqual(erased)
    const gone = await contents(id)
    expect([gone.status, await gone.json()]).toMatchObject([
      410,
      {
        code: 'CONTENTS_ERASED',
        detail: expect.stringMatching(/^Contents were erased on .* UTC: the customer asked\.$/),
      },
    ])
    expect(await getPacket(id)).toMatchObject({ status: 'DELIVERED' })
  })

  test('is refused while the packet is on its way, and for an unknown packet', async () => {
    const { id } = await submit()
    expect(await refusal(await erase(id))).toEqual([409, 'PACKET_IN_FLIGHT'])
    expect((await contents(id)).status).toBe(200)
    expect(await refusal(await erase('unknown'))).toEqual([404, 'PACKET_NOT_FOUND'])
    expect((await erase(id, { reason: ' ' })).status).toBe(400)
  })
})
