import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { packets } from '@/lib/store/schema'
import { apiUnderTest, quietDestination } from '../test-support/api-under-test'
import { uploaded } from '../test-support/batches'
import { callApi, postJson } from '../test-support/call-api'
import { getPacket, listedIds, listPackets, packetWhen, someone, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()
const hasBegun = ({ status }: Packet) => status !== 'SCHEDULED'

function act(id: string, action: 'cancel' | 'reschedule' | 'send-now', body: object = {}): Promise<Response> {
  return postJson(apiPath(`/api/packets/{id}/actions/${action}`, { id }), body)
}

describe('a scheduled packet', () => {
  test('is begun at its time and not before', async () => {
    const deliverAt = inMs(2_500)
    const { id, ...packet } = await submit({ deliverAt })
    expect(packet).toMatchObject({ status: 'SCHEDULED', deliverAt, begunAt: null, attempts: [] })
    expect(packet.reason).toBe(`Scheduled for ${deliverAt.slice(0, 10)} ${deliverAt.slice(11, 19)} UTC.`)
    const begun = await packetWhen(id, hasBegun)
    const lateBy = Date.parse(begun.begunAt ?? '') - Date.parse(deliverAt)
    expect(lateBy).toBeGreaterThanOrEqual(0)
    expect(lateBy).toBeLessThan(5_000)
    await api.confirm(await api.carrier.handOver(id))
    expect(await packetWhen(id, ({ status }) => status === 'DELIVERED')).toMatchObject({ deliverAt })
    expect(api.carrier.handOvers.filter(({ packetId }) => packetId === id)).toHaveLength(1)
  })

  test("tells its time in words, in the sender's time zone", async () => {
    const query = new URLSearchParams({ text: 'tomorrow at 9:30', timeZone: 'America/New_York' })
    const told = await (await callApi(`${apiPath('/api/times')}?${query}`)).json()
    expect(told.told).toMatch(/^\w+day \d+ \w+ \d{4}, 09:30 America\/New_York$/)
    const packet = await submit({ deliverAt: 'tomorrow at 9:30', timeZone: 'America/New_York' })
    expect(packet.deliverAt).toBe(told.deliverAt)
  })

  test.each([
    ['yesterday', {}, 'deliverAt'],
    ['foo', {}, 'deliverAt'],
    ['in 2 years', {}, 'deliverAt'],
    ['in 1 hour', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['in 2 hours', { expiresAt: inMs(3_600_000) }, 'expiresAt'],
    ['in 2 hours', { expiresAt: inMs(40 * 86_400_000) }, 'expiresAt'],
  ])('is refused with the time %j %j', async (deliverAt, more, path) => {
    const response = await postJson(apiPath('/api/packets'), {
      ...someone,
      text: 'Hello',
      deliverAt,
      ...more,
    })
    expect(response.status).toBe(400)
    expect((await response.json()).errors).toMatchObject([{ path }])
  })

  test('is found by its idempotency key after its time has passed', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const body = { deliverAt: inMs(1_000) }
    const { id } = await submit(body, headers)
    await packetWhen(id, hasBegun)
    expect((await submit(body, headers)).id).toBe(id)
  })

  test('is listed by its time', async () => {
    const source = randomUUID()
    const ids = []
    for (const hours of [3, 1, 2]) ids.push((await submit({ source, deliverAt: inMs(hours * 3_600_000) })).id)
    const [third, first, second] = ids
    expect(await listedIds({ source, status: 'SCHEDULED' })).toEqual([first, second, third])
    const page = await listPackets({ source, sort: 'due', limit: '2' })
    expect(page).toMatchObject({ total: 3, items: [{ id: first }, { id: second }] })
    expect(await listedIds({ source, sort: 'due', limit: '2', cursor: page.nextCursor ?? '' })).toEqual([
      third,
    ])
  })

  test('is canceled before its time', async () => {
    const { id } = await submit({ deliverAt: 'in 1 hour' })
    const canceled = await act(id, 'cancel', { reason: 'not needed' })
    expect(await canceled.json()).toMatchObject({ status: 'CANCELED', attempts: [] })
    expect(await refusal(await act(id, 'send-now'))).toEqual([409, 'NOT_SCHEDULED'])
  })

  test('is given another time', async () => {
    const { id } = await submit({ deliverAt: 'in 1 hour' })
    const later = inMs(7_200_000)
    expect(await (await act(id, 'reschedule', { deliverAt: later })).json()).toMatchObject({
      deliverAt: later,
    })
    await act(id, 'reschedule', { deliverAt: inMs(500) })
    await api.carrier.handOver(id)
    const again = await act(id, 'reschedule', { deliverAt: 'in 1 hour' })
    expect(await refusal(again)).toEqual([409, 'NOT_SCHEDULED'])
  })

  test('is sent now', async () => {
    const { id } = await submit({ deliverAt: 'in 1 hour' })
    expect(hasBegun(await (await act(id, 'send-now')).json())).toBe(true)
    await api.carrier.handOver(id)
  })

  test('expires if no worker was there to begin it', async () => {
    await api.stopWorker()
    const { id } = await submit({ deliverAt: inMs(500), expiresAt: inMs(1_500) })
    await new Promise((resolve) => setTimeout(resolve, 1_600))
    await api.startWorker()
    expect(await packetWhen(id, hasBegun)).toMatchObject({ status: 'EXPIRED', attempts: [] })
  })

  test('is begun once a worker is back, and says how late', async () => {
    const { id } = await submit({ deliverAt: 'in 1 hour' })
    await api.store.db.execute(sql`
      update ${packets} set due_at = now() - interval '2 hours',
        ledger = jsonb_set(ledger, '{deliverAt}', to_jsonb((extract(epoch from now() - interval '2 hours') * 1000)::bigint))
      where id = ${id}`)
    expect((await packetWhen(id, hasBegun)).reason).toContain('it was begun 2 h late')
  })
})

describe('quiet hours', () => {
  test('hold a packet back until they are over', async () => {
    const row = `destination,text,source\n${quietDestination},Hello,+0177`
    const { id: batch } = await uploaded(row)
    const id = `${batch}-2`
    const held = await packetWhen(id, ({ status }) => status === 'SCHEDULED')
    expect(Date.parse(held.quietUntil ?? '')).toBeGreaterThan(Date.now())
    expect(held.reason).toContain('Held back by quiet hours until')
    expect(await getPacket(id)).toMatchObject({ status: 'SCHEDULED', attempts: [] })
    await act(id, 'send-now')
    await api.carrier.handOver(id)
  })
})
