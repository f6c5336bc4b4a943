import { expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { getPacket, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

const reason = 'The customer did not get it'

const ask = (id: string, body: object = {}, headers: Record<string, string> = {}) =>
  postJson(apiPath('/api/packets/{id}/actions/send-again', { id }), { reason, ...body }, headers)

async function sent(id: string, body: object = {}): Promise<Packet> {
  const response = await ask(id, body)
  if (response.status !== 202) throw new Error(await response.text())
  return response.json()
}

const scheduled = { deliverAt: 'tomorrow at 9', timeZone: 'UTC' }

/** A packet that ended without having been handed to any provider. */
async function undelivered(options: object = {}): Promise<Packet> {
  const { id } = await submit({ ...scheduled, ...options })
  return (await postJson(apiPath('/api/packets/{id}/actions/cancel', { id }), { reason })).json()
}

const contentsOf = async (id: string) => (await callApi(apiPath('/api/packets/{id}/contents', { id }))).json()

test('a packet is sent again as it was, and each names the other', async () => {
  const contents = Buffer.from([0, 255, 10]).toString('base64')
  const options = { orderingKey: 'again', holdOnFailure: true, priority: 1, fairnessKey: 'f', maxAttempts: 2 }
  const first = await undelivered({ text: undefined, contents, ...options })
  const response = await ask(first.id)
  const again: Packet = await response.json()
  expect(response.status).toBe(202)
  expect(response.headers.get('location')).toMatch(new RegExp(`/api/packets/${again.id}$`))
  const { source, destination } = first
  expect(again).toMatchObject({ source, destination, repeats: first.id, repeatedBy: [], deliverAt: null })
  expect(await getPacket(again.id)).toMatchObject({ ...options, repeats: first.id })
  expect(await getPacket(first.id)).toMatchObject({ repeats: null, repeatedBy: [again.id] })
  expect(await contentsOf(again.id)).toEqual(await contentsOf(first.id))
  expect((await api.carrier.handOver(again.id)).packetId).toBe(again.id)
})

test('edited fields replace the old ones, and null removes them', async () => {
  const first = await undelivered({ orderingKey: 'gone', holdOnFailure: true, fairnessKey: 'f' })
  const again = await sent(first.id, {
    id: 'edited-1',
    destination: '+0999',
    text: 'Other',
    orderingKey: null,
    ...scheduled,
  })
  expect(again).toMatchObject({
    id: 'edited-1',
    destination: '+0999',
    orderingKey: null,
    holdOnFailure: false,
    fairnessKey: 'f',
    status: 'SCHEDULED',
  })
  expect(Buffer.from((await contentsOf(again.id)).contents, 'base64').toString()).toBe('Other')
  const holding = await ask(first.id, { holdOnFailure: true, orderingKey: null })
  expect(await refusal(holding)).toEqual([400, 'INVALID_REQUEST'])
})

test('the same key and body give the same packet, whatever has become of the original', async () => {
  const first = await undelivered()
  const key = { 'Idempotency-Key': `again-${first.id}` }
  const [one, other] = await Promise.all([ask(first.id, {}, key), ask(first.id, {}, key)])
  expect([one.status, other.status].sort()).toEqual([200, 202])
  const { id } = await one.json()
  expect((await other.json()).id).toBe(id)
  await postJson(apiPath('/api/packets/{id}/actions/erase', { id: first.id }), { reason })
  const late = await ask(first.id, {}, key)
  expect([late.status, (await late.json()).id]).toEqual([200, id])
  expect(await refusal(await ask(first.id, { text: 'Other' }, key))).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
  expect((await getPacket(first.id)).repeatedBy).toEqual([id])
})

test('a used id is refused', async () => {
  const first = await undelivered()
  expect(await refusal(await ask(first.id, { id: first.id }))).toEqual([409, 'PACKET_EXISTS'])
})

test('a packet that may arrive twice is refused unless evenIfDelivered is set', async () => {
  const delivered = await api.deliver()
  const underWay = await submit(scheduled)
  const { id } = await submit({ maxAttempts: 1, receiptTimeoutMs: 1_000 })
  await api.carrier.handOver(id)
  await postJson(apiPath('/api/packets/{id}/actions/cancel', { id }), { reason })
  const silent = await getPacket(id)
  for (const [packet, why] of [
    [delivered, 'has delivered it.'],
    [underWay, 'has not ended'],
    [silent, 'may have delivered it'],
  ] as const) {
    const answer = await ask(packet.id)
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({
      code: 'MAY_BE_DELIVERED',
      detail: expect.stringContaining(why),
    })
    expect((await sent(packet.id, { evenIfDelivered: true })).repeats).toBe(packet.id)
  }
})

test('a packet whose contents were erased is refused, unless new contents are given', async () => {
  const { id } = await undelivered()
  await postJson(apiPath('/api/packets/{id}/actions/erase', { id }), { reason: 'They asked for it' })
  const answer = await ask(id)
  expect(answer.status).toBe(410)
  expect(await answer.json()).toMatchObject({
    code: 'CONTENTS_ERASED',
    detail: expect.stringContaining('They asked for it'),
  })
  expect((await sent(id, { text: 'New' })).repeats).toBe(id)
})

test('an unknown packet and a missing reason are refused', async () => {
  expect(await refusal(await ask('none'))).toEqual([404, 'PACKET_NOT_FOUND'])
  const { id } = await undelivered()
  expect(await refusal(await postJson(apiPath('/api/packets/{id}/actions/send-again', { id }), {}))).toEqual([
    400,
    'INVALID_REQUEST',
  ])
})
