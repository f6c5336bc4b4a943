import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { getPacket } from '../test-support/packets'
import { keptOf, Receipts, sealClaims, theOneKeptOf } from '../test-support/receipts'

const api = apiUnderTest({ settlingMs: 0 })
const receipts = new Receipts(api)

describe('a genuine receipt that no packet waits for is kept', () => {
  test('once, with what it says and why it was kept, and without its token', async () => {
    const { id, token } = await receipts.ofClosedPacket()
    const more = { reason: `delivered after all ${token}`, providerReference: 'x7' }
    expect(await receipts.send(token, more, 'late-1')).toEqual([200, 'kept'])
    expect(await receipts.send(token, more, 'late-1')).toEqual([200, 'duplicate'])
    const { items } = await theOneKeptOf(id)
    expect(items[0]).toMatchObject({
      reason: 'CLOSED',
      provider: 'RouteA',
      packetId: id,
      attempt: 1,
      delivered: true,
      why: 'delivered after all [removed]',
      providerReference: 'x7',
      webhookId: 'late-1',
      keyAge: 'only',
    })
    expect(items[0]?.excerpt).toContain('delivered after all')
    expect(JSON.stringify(items)).not.toContain(token.slice(-40))
    expect((await getPacket(id)).status).toBe('EXHAUSTED')
  })

  test('when its packet is no longer stored', async () => {
    const packetId = `gone-${randomUUID()}`
    expect(await receipts.send(await sealClaims({ packetId }))).toEqual([200, 'kept'])
    expect((await theOneKeptOf(packetId)).items[0]?.reason).toBe('UNKNOWN_PACKET')
  })

  test('when its packet has no such attempt, or the attempt was another provider’s', async () => {
    const { id } = await receipts.ofClosedPacket()
    expect(await receipts.send(await sealClaims({ packetId: id, attempt: 4 }))).toEqual([200, 'kept'])
    expect((await theOneKeptOf(id)).items[0]?.reason).toBe('UNKNOWN_ATTEMPT')
  })

  test('and never listed or counted as a packet', async () => {
    const packetId = `gone-${randomUUID()}`
    await receipts.send(await sealClaims({ packetId }))
    await theOneKeptOf(packetId)
    const page = await (await callApi(`/api/packets?provider=RouteA&q=${packetId}`)).json()
    expect(page).toMatchObject({ items: [], total: 0 })
    expect((await callApi(`/api/packets/${packetId}`)).status).toBe(404)
  })
})

test('filters narrow the list, and a page leads to the next', async () => {
  const packetId = `gone-${randomUUID()}`
  for (const attempt of [1, 2, 3]) await receipts.send(await sealClaims({ packetId, attempt }))
  await eventually(
    () => keptOf(packetId),
    ({ items, total }) => items.length === 3 && total === 3,
  )
  const twoPages = async () => {
    const first = await keptOf(packetId, '&limit=2')
    const second = await keptOf(packetId, `&limit=2&cursor=${first.nextCursor}`)
    const attempts = [...first.items, ...second.items].map(({ attempt }) => attempt)
    return { first, attempts: attempts.sort() }
  }
  const { first, attempts } = await twoPages()
  expect(attempts).toEqual([1, 2, 3])
  expect((await keptOf(packetId, '&provider=RouteB')).items).toEqual([])
  expect((await keptOf(packetId, '&reason=CLOSED')).items).toEqual([])
  expect((await keptOf(packetId, '&provider=RouteA&reason=UNKNOWN_PACKET')).items).toHaveLength(3)
  expect((await callApi(`/api/receipts?cursor=${first.nextCursor}`)).status).toBe(400)
})

test('refused receipts are counted by reason and provider, and the last ones are shown without their contents', async () => {
  const token = await sealClaims({})
  const sent = [
    sendReceipt({ token, delivered: true }, api.secrets.RouteB),
    sendReceipt({ token: 'x', delivered: true }, api.secrets.RouteA),
    sendReceipt({ token, delivered: true }, api.secrets.RouteA, { at: new Date(0) }),
  ]
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([401, 404, 401])
  const { tally } = await keptOf('none')
  expect(tally.refused).toEqual([
    { reason: 'UNKNOWN_TOKEN', provider: null, count: 1 },
    { reason: 'STALE', provider: 'RouteA', count: 1 },
    { reason: 'FOREIGN_KEY', provider: 'RouteA', count: 1 },
  ])
  expect(tally.last).toHaveLength(3)
  expect(tally.last[0]).toMatchObject({ remote: expect.any(String), bytes: expect.any(Number) })
  expect(JSON.stringify(tally)).not.toContain(token.slice(0, 30))
})

test('receipts are kept and listed while no worker is alive', async () => {
  await api.stopWorker()
  const packetId = `gone-${randomUUID()}`
  expect(await receipts.send(await sealClaims({ packetId }))).toEqual([200, 'kept'])
  expect((await theOneKeptOf(packetId)).items[0]).toMatchObject({ reason: 'UNKNOWN_PACKET', packetId })
})
