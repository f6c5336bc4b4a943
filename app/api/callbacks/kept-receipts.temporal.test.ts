import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import type { TokenClaims } from '@/lib/contract/carrier'
import type { KeptReceiptPage } from '@/lib/contract/kept-receipt'
import type { Packet } from '@/lib/packet/packet'
import { ApiUnderTest, submit } from '../test-support/api-under-test'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { callApi } from '../test-support/routes'

let api: ApiUnderTest

beforeAll(async () => {
  api = await ApiUnderTest.start({ settlingMs: 0 })
})

afterAll(() => api.stop())

const get = async (id: string): Promise<Packet> => (await callApi(`/api/packets/${id}`)).json()

async function kept(packet: string, extra = ''): Promise<KeptReceiptPage> {
  return (await callApi(`/api/receipts?packet=${packet}${extra}`)).json()
}

const keptOne = (packet: string) =>
  eventually(
    () => kept(packet),
    ({ items, total }) => items.length === 1 && total === 1,
  )

async function closed(): Promise<{ id: string; token: string }> {
  const { id } = await submit({ maxAttempts: 1 })
  const { token } = await api.carrier.handOver(id)
  await sendReceipt({ token, delivered: false, reason: 'blocked' }, api.secrets.RouteA, {
    webhookId: `${id}-1`,
  })
  await eventually(
    () => get(id),
    ({ status, settling }) => status === 'EXHAUSTED' && !settling,
  )
  return { id, token }
}

function seal(claims: Partial<TokenClaims>): Promise<string> {
  const sealed = {
    packetId: 'nobody',
    runId: randomUUID(),
    attempt: 1,
    provider: 'RouteA',
    deadline: Date.now() + 60_000,
    ...claims,
  }
  return sealToken(sealed, parseTokenKeys(process.env.TOKEN_KEYS ?? ''))
}

async function send(token: string, more: object = {}, webhookId: string = randomUUID()) {
  const response = await sendReceipt({ token, delivered: true, ...more }, api.secrets.RouteA, { webhookId })
  const answer = await response.json()
  return [response.status, answer.result ?? answer.code]
}

/** What a process that has just started knows. */
function forgetEverything(): void {
  globalThis.waybillState?.delete('receipts-taken')
}

describe('a genuine receipt that no packet waits for is kept', () => {
  test('with what it says and why, once, and without its token', async () => {
    const { id, token } = await closed()
    const more = { reason: `delivered after all ${token}`, providerReference: 'x7' }
    expect(await send(token, more, 'late-1')).toEqual([200, 'kept'])
    expect(await send(token, more, 'late-1')).toEqual([200, 'duplicate'])
    forgetEverything()
    expect(await send(token, more, 'late-1')).toEqual([200, 'duplicate'])
    const { items } = await keptOne(id)
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
    expect((await get(id)).status).toBe('EXHAUSTED')
  })

  test('when nobody retains its packet', async () => {
    const packetId = `gone-${randomUUID()}`
    expect(await send(await seal({ packetId }))).toEqual([200, 'kept'])
    expect((await keptOne(packetId)).items[0]?.reason).toBe('UNKNOWN_PACKET')
  })

  test('when its packet is another run, or has no such attempt', async () => {
    const { id } = await closed()
    expect(await send(await seal({ packetId: id }))).toEqual([200, 'kept'])
    expect((await keptOne(id)).items[0]?.reason).toBe('OTHER_RUN')
    const other = await closed()
    const { runId } = await get(other.id)
    expect(await send(await seal({ packetId: other.id, runId, attempt: 4 }))).toEqual([200, 'kept'])
    expect((await keptOne(other.id)).items[0]?.reason).toBe('UNKNOWN_ATTEMPT')
  })

  test('and never listed or counted as a packet', async () => {
    const packetId = `gone-${randomUUID()}`
    await send(await seal({ packetId }))
    await keptOne(packetId)
    const page = await (await callApi(`/api/packets?provider=RouteA&q=${packetId}`)).json()
    expect(page).toMatchObject({ items: [], total: 0 })
    expect((await callApi(`/api/packets/${packetId}`)).status).toBe(404)
  })
})

describe('the same webhook-id', () => {
  test('with another body is a contradiction: refused, kept as evidence, and nothing changes', async () => {
    const { id } = await submit({ receiptTimeoutMs: 60_000 })
    const { token } = await api.carrier.handOver(id)
    expect(await send(token, {}, `${id}-a`)).toEqual([200, 'recorded'])
    await eventually(
      () => get(id),
      ({ status }) => status === 'DELIVERED',
    )
    expect(await send(token, { delivered: false }, `${id}-a`)).toEqual([409, 'RECEIPT_CONTRADICTS'])
    forgetEverything()
    expect(await send(token, { delivered: false }, `${id}-a`)).toEqual([409, 'RECEIPT_CONTRADICTS'])
    expect((await keptOne(id)).items[0]).toMatchObject({ reason: 'CONTRADICTION', delivered: false })
    expect(await get(id)).toMatchObject({ status: 'DELIVERED', flags: [] })
  })

  test('with the same body is a duplicate, also before the deadline and after a restart', async () => {
    const { id } = await submit({ receiptTimeoutMs: 60_000 })
    const { token } = await api.carrier.handOver(id)
    expect(await send(token, { delivered: false }, `${id}-a`)).toEqual([200, 'recorded'])
    await api.carrier.handOver(id, 2)
    forgetEverything()
    expect(await send(token, { delivered: false }, `${id}-a`)).toEqual([200, 'duplicate'])
    forgetEverything()
    expect((await kept(id)).items).toEqual([])
  })

  test('sent twice at the same moment is recorded once', async () => {
    const { id } = await submit({ receiptTimeoutMs: 60_000 })
    const { token } = await api.carrier.handOver(id)
    const answers = await Promise.all([1, 2, 3].map(() => send(token, {}, `${id}-a`)))
    expect(answers.map(([, result]) => result).sort()).toEqual(['duplicate', 'duplicate', 'recorded'])
  })

  test('that was kept before with another body is a contradiction too, also after a restart', async () => {
    const packetId = `gone-${randomUUID()}`
    const token = await seal({ packetId })
    expect(await send(token, {}, packetId)).toEqual([200, 'kept'])
    forgetEverything()
    expect(await send(token, { delivered: false }, packetId)).toEqual([409, 'RECEIPT_CONTRADICTS'])
    const { items } = await eventually(
      () => kept(packetId),
      ({ items }) => items.length === 2,
    )
    expect(items.map(({ reason }) => reason).sort()).toEqual(['CONTRADICTION', 'UNKNOWN_PACKET'])
  })
})

test('whatever is sent again, with restarts between, the first body under a webhook-id is the one that counts', async () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b'),
    word: fc.constantFrom('x', 'y', 'z'),
    restart: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
      globalThis.waybillState?.delete('kept-receipts-rate')
      const packetId = `gone-${randomUUID()}`
      const token = await seal({ packetId })
      const first = new Map<string, string>()
      for (const { id, word, restart } of steps) {
        if (restart) forgetEverything()
        const known = first.get(id)
        const expected = known === undefined ? 'kept' : known === word ? 'duplicate' : 'RECEIPT_CONTRADICTS'
        first.set(id, known ?? word)
        expect((await send(token, { reason: word }, `${packetId}-${id}`))[1]).toBe(expected)
      }
    }),
    { numRuns: 20 },
  )
})

test('filters narrow the list, and a page leads to the next', async () => {
  const packetId = `gone-${randomUUID()}`
  for (const attempt of [1, 2, 3]) await send(await seal({ packetId, attempt }))
  await eventually(
    () => kept(packetId),
    ({ items, total }) => items.length === 3 && total === 3,
  )
  const first = await kept(packetId, '&limit=2')
  const second = await kept(packetId, `&limit=2&cursor=${first.nextCursor}`)
  const attempts = [...first.items, ...second.items].map(({ attempt }) => attempt)
  expect(attempts.sort()).toEqual([1, 2, 3])
  expect((await kept(packetId, '&provider=RouteB')).items).toEqual([])
  expect((await kept(packetId, '&reason=CLOSED')).items).toEqual([])
  expect((await kept(packetId, '&provider=RouteA&reason=UNKNOWN_PACKET')).items).toHaveLength(3)
  expect((await callApi(`/api/receipts?cursor=${first.nextCursor}`)).status).toBe(400)
})

test('those refused are counted by reason and provider, and the last ones shown without what they held', async () => {
  const token = await seal({})
  const sent = [
    sendReceipt({ token, delivered: true }, api.secrets.RouteB),
    sendReceipt({ token: 'x', delivered: true }, api.secrets.RouteA),
    sendReceipt({ token, delivered: true }, api.secrets.RouteA, { at: new Date(0) }),
  ]
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([401, 404, 401])
  const { tally } = await kept('none')
  expect(tally.refused).toEqual([
    { reason: 'UNKNOWN_TOKEN', provider: null, count: 1 },
    { reason: 'STALE', provider: 'RouteA', count: 1 },
    { reason: 'FOREIGN_KEY', provider: 'RouteA', count: 1 },
  ])
  expect(tally.last).toHaveLength(3)
  expect(tally.last[0]).toMatchObject({ remote: expect.any(String), bytes: expect.any(Number) })
  expect(JSON.stringify(tally)).not.toContain(token.slice(0, 30))
})

test('beyond 100 at once they are put off, so that the carrier comes back', async () => {
  const results = await Promise.all(
    Array.from({ length: 130 }, async () => {
      const token = await seal({ packetId: 'flood', provider: 'RouteB' })
      const answer = await sendReceipt({ token, delivered: true }, api.secrets.RouteB)
      return [answer.status, answer.headers.get('retry-after')]
    }),
  )
  const putOff = results.filter(([status]) => status === 429)
  expect(putOff.length).toBeGreaterThan(0)
  expect(putOff.length).toBeLessThanOrEqual(30)
  expect(putOff.every(([, after]) => after === '10')).toBe(true)
})

test('while no worker is alive they are kept and listed all the same', async () => {
  await api.stopWorker()
  globalThis.waybillState?.delete('kept-receipts-rate')
  const packetId = `gone-${randomUUID()}`
  expect(await send(await seal({ packetId }))).toEqual([200, 'kept'])
  expect((await keptOne(packetId)).items[0]).toMatchObject({ reason: 'UNKNOWN_PACKET', packetId })
})
