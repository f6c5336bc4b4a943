import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { HandOverMessage } from '@/lib/contract/carrier'
import { apiPath } from '@/lib/contract/paths'
import type { Queue, QueuePage } from '@/lib/contract/queue'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { apiUnderTest } from '../test-support/api-under-test'
import { batchWhen, uploaded } from '../test-support/batches'
import { callApi, postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { getPacket, listedIds, packetWhen, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

afterEach(() => api.carrier.afterEach(() => undefined))

const answer =
  (delivered: boolean) =>
  ({ token }: HandOverMessage) =>
    sendReceipt({ token, delivered }, api.secrets.RouteA)

function confirmAll(): void {
  api.carrier.afterEach((message) => void answer(true)(message))
}

function newKey(): string {
  return `key/${randomUUID()} ü+`
}

const ended = ({ status }: Packet) => hasEnded(status)

async function readQueue(orderingKey: string): Promise<Queue> {
  return (await callApi(apiPath('/api/queues/{key}', { key: orderingKey }))).json()
}

async function act(
  orderingKey: string,
  action: 'hold' | 'release' | 'drop',
  body: object = {},
): Promise<Response> {
  return postJson(apiPath(`/api/queues/{key}/actions/${action}`, { key: orderingKey }), body)
}

/** The given ids, in the order of their hand-overs. */
function handedOver(ids: readonly string[]): string[] {
  return api.carrier.handOvers.map(({ packetId }) => packetId).filter((id) => ids.includes(id))
}

describe('packets with an ordering key', () => {
  test('are handed over one after the other, in the order in which they were accepted', async () => {
    const orderingKey = newKey()
    const ids: string[] = []
    for (let count = 0; count < 12; count++) ids.push((await submit({ orderingKey })).id)
    const { token } = await api.carrier.handOver(String(ids[0]))
    expect(handedOver(ids)).toEqual([ids[0]])
    confirmAll()
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    const all = await Promise.all(ids.map((id) => packetWhen(id, ended)))
    expect(all.map(({ status }) => status)).toEqual(ids.map(() => 'DELIVERED'))
    expect(handedOver(ids)).toEqual(ids)
    for (const [index, next] of all.slice(1).entries()) {
      const before = Date.parse(all[index]?.endedAt ?? '')
      expect(Date.parse(next.begunAt ?? '')).toBeGreaterThanOrEqual(before)
    }
  })

  test('tell their place in the queue and what they wait for', async () => {
    const orderingKey = newKey()
    const first = await submit({ orderingKey })
    const second = await submit({ orderingKey })
    const third = await submit({ orderingKey })
    const { token } = await api.carrier.handOver(first.id)
    expect((await getPacket(third.id)).queue).toEqual({
      ahead: 1,
      waitsFor: 'packet',
      packetId: first.id,
      detail: `Packet ${first.id} is under way.`,
    })
    expect(await readQueue(orderingKey)).toMatchObject({
      orderingKey,
      depth: 2,
      head: { packetId: second.id },
      underWay: first.id,
      waitsFor: 'packet',
    })
    expect(await listedIds({ orderingKey, status: 'QUEUED' })).toHaveLength(2)
    confirmAll()
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    await packetWhen(third.id, ended)
    expect((await getPacket(third.id)).queue).toBeNull()
    expect(await readQueue(orderingKey)).toMatchObject({ depth: 0, head: null, waitsFor: null })
  })

  test('do not wait for those of other keys', async () => {
    const held = await submit({ orderingKey: newKey() })
    const { token } = await api.carrier.handOver(held.id)
    const other = await submit({ orderingKey: newKey() })
    await api.carrier.handOver(other.id)
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
  })

  test('go on after a failure, unless the failed packet has holdOnFailure', async () => {
    for (const holdOnFailure of [false, true]) {
      const orderingKey = newKey()
      const first = await submit({ orderingKey, holdOnFailure, maxAttempts: 1 })
      const second = await submit({ orderingKey })
      await answer(false)(await api.carrier.handOver(first.id))
      expect((await packetWhen(first.id, ended)).status).toBe('EXHAUSTED')
      if (holdOnFailure) {
        expect((await getPacket(second.id)).queue).toMatchObject({ waitsFor: 'failure', packetId: first.id })
        const page: QueuePage = await (await callApi(apiPath('/api/queues'))).json()
        expect(page.items[0]).toMatchObject({ orderingKey, failed: { packetId: first.id } })
        expect(await (await act(orderingKey, 'release')).json()).toMatchObject({ failed: null })
      }
      await answer(true)(await api.carrier.handOver(second.id))
      expect((await packetWhen(second.id, ended)).status).toBe('DELIVERED')
    }
  })

  test('go on with another worker where theirs stops', async () => {
    const orderingKey = newKey()
    const ids: string[] = []
    for (let count = 0; count < 3; count++) ids.push((await submit({ orderingKey })).id)
    await api.carrier.handOver(String(ids[0]))
    await api.stopWorker()
    confirmAll()
    for (const message of api.carrier.handOvers.filter(({ packetId }) => packetId === ids[0]))
      await answer(true)(message)
    await api.startWorker()
    for (const id of ids) expect((await packetWhen(id, ended)).status).toBe('DELIVERED')
    expect(handedOver(ids.slice(1))).toEqual(ids.slice(1))
  })

  test('go on where their workflow was terminated', async () => {
    const orderingKey = newKey()
    const first = await submit({ orderingKey })
    const second = await submit({ orderingKey })
    const message = await api.carrier.handOver(first.id)
    const { workflowId } = await getPacket(first.id)
    confirmAll()
    await api.temporal.client.workflow.getHandle(workflowId).terminate('by hand')
    await answer(true)(message)
    expect((await packetWhen(first.id, ended)).status).toBe('DELIVERED')
    expect((await packetWhen(second.id, ended)).status).toBe('DELIVERED')
  })

  test('of a batch go out by their keys, in the order of the file', async () => {
    confirmAll()
    const key = newKey()
    const lines = Array.from({ length: 30 }, (_, index) => `+01666${index},Hello,${key}${index % 3}`)
    const { id } = await uploaded(`destination,text,orderingKey\n${lines.join('\n')}`, {
      query: { source: '+0177' },
    })
    await batchWhen(id, ({ state }) => state === 'COMPLETED')
    for (const rest of [0, 1, 2]) {
      const ids = lines.flatMap((_, index) => (index % 3 === rest ? `${id}-${index + 2}` : []))
      expect(handedOver(ids)).toEqual(ids)
    }
  })
})

describe('a queue', () => {
  test('is held, emptied and released by an operator', async () => {
    const orderingKey = newKey()
    expect(await (await act(orderingKey, 'hold', { reason: 'wrong price' })).json()).toMatchObject({
      depth: 0,
      hold: { reason: 'wrong price' },
    })
    const first = await submit({ orderingKey })
    await submit({ orderingKey })
    expect((await getPacket(first.id)).queue).toMatchObject({ ahead: 0, waitsFor: 'hold' })
    const dropped = await act(orderingKey, 'drop', { reason: 'old prices' })
    expect(await dropped.json()).toMatchObject({ dropped: 2, queue: { depth: 0 } })
    expect(await getPacket(first.id)).toMatchObject({ status: 'CANCELED', attempts: [] })
    const third = await submit({ orderingKey })
    await act(orderingKey, 'release')
    await api.carrier.handOver(third.id)
    confirmAll()
  })

  test('goes on behind a packet that is canceled', async () => {
    const orderingKey = newKey()
    const [first, second, third] = [
      await submit({ orderingKey }),
      await submit({ orderingKey }),
      await submit({ orderingKey }),
    ]
    await api.carrier.handOver(first.id)
    await postJson(apiPath('/api/packets/{id}/actions/cancel', { id: second.id }), { reason: 'not needed' })
    await postJson(apiPath('/api/packets/{id}/actions/cancel', { id: first.id }), { reason: 'not needed' })
    await api.carrier.handOver(third.id)
    expect(handedOver([second.id])).toEqual([])
  })

  test('is listed page by page', async () => {
    const keys = Array.from({ length: 3 }, newKey)
    for (const orderingKey of keys) await act(orderingKey, 'hold', { reason: 'a test' })
    const found = new Set<string>()
    const read = async (cursor: string | null): Promise<void> => {
      const query = new URLSearchParams({ limit: '2', ...(cursor !== null && { cursor }) })
      const page: QueuePage = await (await callApi(`${apiPath('/api/queues')}?${query}`)).json()
      for (const { orderingKey } of page.items) found.add(orderingKey)
      if (page.nextCursor !== null) await read(page.nextCursor)
    }
    await eventually(
      () => read(null),
      () => keys.every((key) => found.has(key)),
    )
    for (const orderingKey of keys) await act(orderingKey, 'release')
  })

  test('refuses an invalid key, and a change without a reason', async () => {
    expect(await refusal(await callApi(apiPath('/api/queues/{key}', { key: 'x'.repeat(200) })))).toEqual([
      400,
      'INVALID_REQUEST',
    ])
    expect(await refusal(await act('a', 'hold', {}))).toEqual([400, 'INVALID_REQUEST'])
    expect(await refusal(await act('a', 'drop', { reason: '' }))).toEqual([400, 'INVALID_REQUEST'])
    const alone = await postJson(apiPath('/api/packets'), {
      source: 'a',
      destination: 'b',
      text: 'c',
      holdOnFailure: true,
    })
    expect(await refusal(alone)).toEqual([400, 'INVALID_REQUEST'])
  })
})
