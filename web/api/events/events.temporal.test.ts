import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { usualPageSize } from '@/lib/contract/paging'
import type { Attention, ListChange, StatusCounts } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { EventReader } from '@/lib/server/test-support/event-reader'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { listPackets, packetWhen, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const maxViewers = 20
// Long enough for the periodic counts to see it; no test waits for its end.
const api = apiUnderTest({ maxViewers, settlingMs: 60_000 })

async function watch(path: string, headers: Record<string, string> = {}): Promise<EventReader> {
  const response = await callApi(path, { headers })
  if (response.status !== 200) throw new Error(await response.text())
  return new EventReader(response)
}

const watchPacket = (id: string, headers?: Record<string, string>) =>
  watch(`/api/events/packets/${id}`, headers)
const watchList = (query: Record<string, string>) =>
  watch(`/api/events/packets?${new URLSearchParams(query)}`)

async function confirm(id: string): Promise<void> {
  await api.confirm(await api.carrier.handOver(id))
}

describe('the stream of a packet', () => {
  test('tells the current state at once, then every change and the end', async () => {
    const { id } = await submit()
    await api.carrier.handOver(id)
    const reader = await watchPacket(id)
    await reader.next<Packet>('packet', ({ status }) => status === 'TRANSMITTING')
    await confirm(id)
    expect(await reader.next<Packet>('packet', ({ status }) => status === 'DELIVERED')).toMatchObject({ id })
    await reader.next('end')
    await reader.closed()
  })

  test('is never compressed, stored or buffered on its way', async () => {
    const { id } = await submit()
    const response = await callApi(`/api/events/packets/${id}`)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(response.headers.has('content-encoding')).toBe(false)
    await response.body?.cancel()
  })

  test('stays open after the ending while a receipt may still correct it', async () => {
    const { id } = await submit({ maxAttempts: 1, receiptTimeoutMs: 1000 })
    const { token } = await api.carrier.handOver(id)
    const reader = await watchPacket(id)
    const exhausted = await reader.next<Packet>('packet', ({ status }) => status === 'EXHAUSTED')
    expect(exhausted.settling).toBe(true)
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    expect((await reader.next<Packet>('packet', ({ status }) => status === 'DELIVERED')).flags).toContain(
      'late',
    )
    await reader.next('end')
  })

  test('of an ended packet tells its last state and ends; a reader that reconnects gets 204', async () => {
    const { id } = await submit()
    await confirm(id)
    await packetWhen(id, ({ status, settling }) => status === 'DELIVERED' && !settling)
    const reader = await watchPacket(id)
    await reader.next<Packet>('packet', ({ status }) => status === 'DELIVERED')
    await reader.next('end')
    const headers = { 'last-event-id': reader.lastEventId }
    const again = await callApi(`/api/events/packets/${id}`, { headers })
    expect([again.status, await again.text()]).toEqual([204, ''])
  })

  test('tells the last state to a reader whose connection broke before it came', async () => {
    const { id } = await submit()
    const reader = await watchPacket(id)
    await reader.next<Packet>('packet', ({ status }) => status === 'TRANSMITTING')
    await reader.leave()
    await confirm(id)
    await packetWhen(id, ({ status, settling }) => status === 'DELIVERED' && !settling)
    const again = await watchPacket(id, { 'last-event-id': reader.lastEventId })
    expect(await again.next<Packet>('packet')).toMatchObject({ status: 'DELIVERED', settling: false })
    await again.next('end')
  })

  test('is refused for a packet that does not exist', async () => {
    expect((await callApi(`/api/events/packets/${randomUUID()}`)).status).toBe(404)
  })

  test('refuses HEAD', async () => {
    const { id } = await submit()
    const response = await callApi(`/api/events/packets/${id}`, { method: 'HEAD' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, OPTIONS'])
  })
})

describe('the stream of a list', () => {
  test('tells the first page at once and then only the rows that changed', async () => {
    const source = randomUUID()
    const [one, two] = [await submit({ source }), await submit({ source })]
    await Promise.all([api.carrier.handOver(one.id), api.carrier.handOver(two.id)])
    const reader = await watchList({ source })
    const first = await reader.next<ListChange>('list')
    expect(new Set(first.order)).toEqual(new Set([one.id, two.id]))
    const rows = new Map(first.changed.map((packet) => [packet.id, packet]))
    while (![...rows.values()].every(({ attempts }) => attempts[0]?.handOver.state === 'ACCEPTED')) {
      for (const packet of (await reader.next<ListChange>('list')).changed) rows.set(packet.id, packet)
    }
    await confirm(one.id)
    const isDelivered = ({ changed }: ListChange) => changed.some(({ status }) => status === 'DELIVERED')
    const change = await reader.next<ListChange>('list', isDelivered)
    expect(change).toMatchObject({ order: [two.id, one.id], total: 2 })
    expect(change.changed.map(({ id }) => id)).toEqual([one.id])
    await reader.leave()
  })

  test('tells how a packet ended that has left the page because more are in flight than fit on it', async () => {
    const source = randomUUID()
    const submitted = await Promise.all(Array.from({ length: usualPageSize + 1 }, () => submit({ source })))
    const whole = submitted.length
    await eventually(
      () => listPackets({ source, status: 'TRANSMITTING' }),
      ({ total }) => total === whole,
    )
    const reader = await watchList({ source })
    const { order: page } = await reader.next<ListChange>('list', ({ total }) => total === whole)
    const id = page[0] ?? ''
    await confirm(id)
    const isTold = ({ changed }: ListChange) =>
      changed.some((packet) => packet.id === id && packet.status === 'DELIVERED')
    const told = await reader.next<ListChange>('list', isTold)
    expect(told.order).not.toContain(id)
    expect(told.total).toBe(whole)
    await reader.leave()
  })

  test('tells the counts of every status and the health', async () => {
    const { id } = await submit()
    await confirm(id)
    const reader = await watchList({})
    await reader.next<StatusCounts>('counts', ({ DELIVERED }) => DELIVERED > 0)
    await reader.leave()
    const another = await watchList({})
    expect(await another.next('health')).toMatchObject({ temporal: 'up' })
    await another.leave()
  })

  test('tells how many packets settle, were delivered twice or wait', async () => {
    await submit({ maxAttempts: 1, receiptTimeoutMs: 1000 })
    const reader = await watchList({})
    const told = await reader.next<Attention>('attention', ({ settling }) => settling > 0)
    expect(told).toMatchObject({ doubled: 0, waiting: null })
    await reader.leave()
  })

  test('tells only of packets that match its filter', async () => {
    const source = randomUUID()
    const reader = await watchList({ source, status: 'DELIVERED' })
    expect(await reader.next<ListChange>('list')).toEqual({ order: [], changed: [], total: 0 })
    const { id } = await submit({ source })
    await confirm(id)
    expect((await reader.next<ListChange>('list')).order).toEqual([id])
    await reader.leave()
  })
})

/** Retries: the server notices a broken connection a moment later. */
async function expectRoom(id: string): Promise<void> {
  const answer = await eventually(
    () => callApi(`/api/events/packets/${id}`),
    ({ status }) => status === 200,
  )
  await new EventReader(answer).leave()
}

describe('with many viewers', () => {
  test('a reader that has disconnected before its stream began takes no place', async () => {
    const { id } = await submit()
    for (let count = 0; count < 3 * maxViewers; count++) {
      const gone = new AbortController()
      const path = count % 2 === 0 ? `/api/events/packets/${id}` : '/api/events/packets'
      const asked = callApi(path, { signal: gone.signal })
      setTimeout(() => gone.abort(), count % 7)
      await asked.catch(() => undefined)
    }
    await expectRoom(id)
  })

  test('a page of another site cannot open a stream', async () => {
    const { id } = await submit()
    for (const path of [`/api/events/packets/${id}`, '/api/events/packets']) {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'http://evil.example' },
      ]) {
        expect(await refusal(await callApi(path, { headers }))).toEqual([403, 'CROSS_ORIGIN'])
      }
    }
    await (await watchPacket(id, { 'sec-fetch-site': 'same-origin' })).leave()
  })

  test('beyond the limit new viewers are told to come back later, until one leaves', async () => {
    const { id } = await submit()
    const readers: EventReader[] = []
    for (let count = 0; count < maxViewers; count++) readers.push(await watchPacket(id))
    const refused = await callApi(`/api/events/packets/${id}`)
    expect(await refusal(refused)).toEqual([503, 'TOO_MANY_VIEWERS'])
    expect(refused.headers.get('retry-after')).toBe('30')
    await readers.pop()?.leave()
    readers.push(await watchPacket(id))
    await confirm(id)
    for (const reader of readers) await reader.next<Packet>('packet', ({ status }) => status === 'DELIVERED')
    for (const reader of readers) await reader.closed()
  })

  test('a reader whose connection breaks is forgotten', async () => {
    const { id } = await submit()
    const connection = new AbortController()
    for (let count = 0; count < maxViewers; count++) {
      await callApi(`/api/events/packets/${id}`, { signal: connection.signal })
    }
    connection.abort()
    await expectRoom(id)
  })
})
