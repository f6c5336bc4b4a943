import { expect, test } from 'vitest'
import { type PacketReceipts, packetReceipts } from '@/lib/contract/kept-receipt'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { packetWhen, submit } from '../test-support/packets'
import { Receipts } from '../test-support/receipts'

const api = apiUnderTest()
const receipts = new Receipts(api)

test('many receipts at once for one packet are all taken, and cost no other packet a grace period', async () => {
  const silent = await submit({ receiptTimeoutMs: 10_000 })
  await api.carrier.handOver(silent.id)
  for (let round = 0; round < 5; round++) {
    const { id } = await submit()
    const { token } = await api.carrier.handOver(id)
    const answers = await Promise.all(Array.from({ length: 16 }, () => receipts.send(token)))
    expect(answers.map(([status]) => status)).toEqual(answers.map(() => 200))
    expect(answers.filter(([, result]) => result === 'recorded')).toHaveLength(1)
    expect(answers.filter(([, result]) => result === 'duplicate')).toHaveLength(15)
    await packetWhen(id, ({ status, attempts }) => status === 'DELIVERED' && attempts[0]?.duplicates === 15)
  }
  const { attempts, flags } = await packetWhen(silent.id, (packet) => packet.attempts.length > 1)
  expect([attempts[0]?.graceUntil, flags.includes('grace')]).toEqual([null, false])
})

test('after hundreds of equal receipts for one packet, a different one is still recorded', async () => {
  const { id } = await submit()
  const { token } = await api.carrier.handOver(id)
  expect(await receipts.send(token, { delivered: false })).toEqual([200, 'recorded'])
  // The packet still waits for the next provider.
  await api.carrier.handOver(id, 2)
  const again = await Promise.all(
    Array.from({ length: 300 }, () => receipts.send(token, { delivered: false })),
  )
  expect(again.every(([, result]) => result === 'duplicate')).toBe(true)
  expect(await receipts.send(token)).toEqual([200, 'recorded'])
  await packetWhen(id, ({ status }) => status === 'DELIVERED')
  const listed = await everyReceiptOf(id)
  expect(listed.map(({ total }) => total)).toEqual(listed.map(() => 302))
  const items = listed.flatMap((page) => page.items)
  expect(new Set(items.map((item) => item.id)).size).toBe(302)
  expect([items[0], items.at(-1)]).toMatchObject([
    { result: 'recorded', delivered: false },
    { result: 'recorded', delivered: true },
  ])
})

/** All receipts of the packet, page by page. */
async function everyReceiptOf(id: string): Promise<PacketReceipts[]> {
  const pages: PacketReceipts[] = []
  const query = new URLSearchParams({ limit: '100' })
  for (;;) {
    const response = await callApi(`/api/packets/${id}/receipts?${query}`)
    const page = packetReceipts.parse(await response.json())
    pages.push(page)
    if (page.nextCursor === null) return pages
    query.set('cursor', page.nextCursor)
  }
}
