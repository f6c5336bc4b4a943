import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { submit, usualPacket } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

const post = (body: unknown, headers: Record<string, string> = {}) => postJson('/api/packets', body, headers)

const key = () => ({ 'Idempotency-Key': randomUUID() })

test('a repeated key gives the same packet in its current state, in any order of the fields', async () => {
  const headers = key()
  const first = await submit({}, headers)
  const { deadline } = await api.carrier.handOver(first.id)
  const again = await post(Object.fromEntries(Object.entries(usualPacket).toReversed()), headers)
  expect(again.status).toBe(200)
  expect(again.headers.get('location')).toBe(`/api/packets/${first.id}`)
  expect(await again.json()).toMatchObject({ id: first.id, createdAt: first.createdAt })
  expect(Date.parse(deadline)).toBeGreaterThan(Date.now())
})

test('a key with another body is refused, whatever id that body has', async () => {
  const headers = key()
  await submit({}, headers)
  const refused = [409, 'IDEMPOTENCY_KEY_REUSED']
  expect(await refusal(await post({ ...usualPacket, text: 'Other' }, headers))).toEqual(refused)
  expect(await refusal(await post({ ...usualPacket, id: randomUUID() }, headers))).toEqual(refused)
})

test('a key can be combined with an id chosen by the sender', async () => {
  const headers = key()
  const id = randomUUID()
  await submit({ id }, headers)
  expect((await post({ ...usualPacket, id }, headers)).status).toBe(200)
  expect(await refusal(await post({ ...usualPacket, id }, key()))).toEqual([409, 'PACKET_EXISTS'])
})

test('a key that came with an id is refused with another id, and without one', async () => {
  const headers = key()
  const id = randomUUID()
  await submit({ id }, headers)
  const refused = [409, 'IDEMPOTENCY_KEY_REUSED']
  const other = { ...usualPacket, id: randomUUID() }
  expect(await refusal(await post(other, headers))).toEqual(refused)
  expect(await refusal(await post({ ...usualPacket }, headers))).toEqual(refused)
  expect((await callApi(`/api/packets/${other.id}`)).status).toBe(404)
  expect((await post({ ...usualPacket, id }, headers)).status).toBe(200)
})

test('a key makes one packet when requests with different ids race', async () => {
  const headers = key()
  const ids = Array.from({ length: 6 }, () => randomUUID())
  const answers = await Promise.all(ids.map((id) => post({ ...usualPacket, id }, headers)))
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409, 409])
  const found = await Promise.all(ids.map(async (id) => (await callApi(`/api/packets/${id}`)).status))
  expect(found.filter((status) => status === 200)).toHaveLength(1)
})

test('a key may be used again after its submission was refused because the id was taken', async () => {
  const headers = key()
  const { id } = await submit({ id: randomUUID() })
  expect(await refusal(await post({ ...usualPacket, id }, headers))).toEqual([409, 'PACKET_EXISTS'])
  expect((await post({ ...usualPacket, id: randomUUID() }, headers)).status).toBe(202)
})

test('a key must be printable, without spaces', async () => {
  const response = await post({ ...usualPacket }, { 'Idempotency-Key': 'a b' })
  expect(await refusal(response)).toEqual([400, 'INVALID_REQUEST'])
})

test('a key makes one packet when equal requests race', async () => {
  const headers = key()
  const answers = await Promise.all([1, 2, 3].map(() => post({ ...usualPacket }, headers)))
  const ids = await Promise.all(answers.map(async (answer) => (await answer.json()).id))
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 202])
  expect(new Set(ids).size).toBe(1)
})
