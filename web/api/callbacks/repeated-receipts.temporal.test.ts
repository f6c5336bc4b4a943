import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiUnderTest } from '../test-support/api-under-test'
import { eventually } from '../test-support/eventually'
import { getPacket, packetWhen, submit } from '../test-support/packets'
import { keptOf, Receipts, sealClaims, theOneKeptOf } from '../test-support/receipts'

const api = apiUnderTest({ settlingMs: 0 })
const receipts = new Receipts(api)

describe('the same webhook-id', () => {
  test('with another body is a contradiction: refused, kept as evidence, and nothing changes', async () => {
    const { id } = await submit()
    const { token } = await api.carrier.handOver(id)
    expect(await receipts.send(token, {}, `${id}-a`)).toEqual([200, 'recorded'])
    await packetWhen(id, ({ status }) => status === 'DELIVERED')
    expect(await receipts.send(token, { delivered: false }, `${id}-a`)).toEqual([409, 'RECEIPT_CONTRADICTS'])
    expect(await receipts.send(token, { delivered: false }, `${id}-a`)).toEqual([409, 'RECEIPT_CONTRADICTS'])
    expect((await theOneKeptOf(id)).items[0]).toMatchObject({ reason: 'CONTRADICTION', delivered: false })
    expect(await getPacket(id)).toMatchObject({ status: 'DELIVERED', flags: [] })
  })

  test('with the same body is a duplicate, also before the deadline', async () => {
    const { id } = await submit()
    const { token } = await api.carrier.handOver(id)
    expect(await receipts.send(token, { delivered: false }, `${id}-a`)).toEqual([200, 'recorded'])
    await api.carrier.handOver(id, 2)
    expect(await receipts.send(token, { delivered: false }, `${id}-a`)).toEqual([200, 'duplicate'])
    expect((await keptOf(id)).items).toEqual([])
  })

  test('sent twice at the same moment is recorded once', async () => {
    const { id } = await submit()
    const { token } = await api.carrier.handOver(id)
    const answers = await Promise.all([1, 2, 3].map(() => receipts.send(token, {}, `${id}-a`)))
    expect(answers.map(([, result]) => result).sort()).toEqual(['duplicate', 'duplicate', 'recorded'])
  })

  test('that was kept before with another body is a contradiction too', async () => {
    const packetId = `gone-${randomUUID()}`
    const token = await sealClaims({ packetId })
    expect(await receipts.send(token, {}, packetId)).toEqual([200, 'kept'])
    expect(await receipts.send(token, { delivered: false }, packetId)).toEqual([409, 'RECEIPT_CONTRADICTS'])
    const { items } = await eventually(
      () => keptOf(packetId),
      ({ items }) => items.length === 2,
    )
    expect(items.map(({ reason }) => reason).sort()).toEqual(['CONTRADICTION', 'UNKNOWN_PACKET'])
  })
})

test('the first body under a webhook-id counts, whatever is sent later', async () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b'),
    word: fc.constantFrom('x', 'y', 'z'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
      const packetId = `gone-${randomUUID()}`
      const token = await sealClaims({ packetId })
      const first = new Map<string, string>()
      for (const { id, word } of steps) {
        const known = first.get(id)
        const expected = known === undefined ? 'kept' : known === word ? 'duplicate' : 'RECEIPT_CONTRADICTS'
        first.set(id, known ?? word)
        expect((await receipts.send(token, { reason: word }, `${packetId}-${id}`))[1]).toBe(expected)
      }
    }),
    { numRuns: 20 },
  )
})
