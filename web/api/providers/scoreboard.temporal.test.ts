import { expect, test } from 'vitest'
import { type Overview, overviewSchema } from '@/lib/contract/overview'
import { packetPage } from '@/lib/contract/packet-list'
import type { Scoreboard } from '@/lib/contract/scoreboard'
import { endStatuses } from '@/lib/packet/packet'
import { tally } from '@/lib/server/receipts/tally'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { packetWhen, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest({ settlingMs: 10_000 })

async function scoreboard(window = '1h'): Promise<Scoreboard> {
  const response = await callApi(`/api/providers/scoreboard?window=${window}`)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

async function receipt(id: string, attempt: 1 | 2, delivered: boolean): Promise<void> {
  const { token } = await api.carrier.handOver(id, attempt)
  const secret = attempt === 1 ? api.secrets.RouteA : api.secrets.RouteB
  const response = await sendReceipt({ token, delivered }, secret)
  if (!response.ok) throw new Error(await response.text())
}

/** The overview's numbers, once they have been compared with what the list has for the same span. */
async function overviewLikeList(): Promise<Overview> {
  const overview = overviewSchema.parse(await (await callApi('/api/overview?window=1h')).json())
  const listed = async (filter: Record<string, string>) => {
    const query = new URLSearchParams({ ...filter, activeFrom: overview.since, limit: '1' })
    const { total } = packetPage.parse(await (await callApi(`/api/packets?${query}`)).json())
    return total
  }
  for (const status of endStatuses)
    expect([status, await listed({ status })]).toEqual([status, overview.counts[status]])
  // No packet is in flight, so the list has ended ones only.
  expect(await listed({ failedOver: 'true' })).toBe(overview.failedOver)
  return overview
}

test('counts endings, late receipts and double deliveries, once the packets have settled', async () => {
  expect(await scoreboard()).toMatchObject({ countedPackets: 0 })

  const confirmed = await submit()
  await receipt(confirmed.id, 1, true)
  const refused = await submit()
  await receipt(refused.id, 1, false)
  await receipt(refused.id, 2, true)
  const canceled = await submit()
  await api.carrier.handOver(canceled.id)
  await postJson(`/api/packets/${canceled.id}/actions/cancel`, { reason: 'a test' })

  const doubled = await submit({ receiptTimeoutMs: 1_000 })
  await receipt(doubled.id, 2, true)
  await receipt(doubled.id, 1, true)
  await packetWhen(doubled.id, ({ flags }) => flags.includes('doubled'))
  const silent = await submit({ receiptTimeoutMs: 1_000, maxAttempts: 1 })
  await packetWhen(silent.id, ({ status }) => status === 'EXHAUSTED')

  const board = await eventually(
    () => scoreboard(),
    ({ countedPackets }) => countedPackets === 5,
  )
  const overview = await overviewLikeList()
  expect(overview).toMatchObject({ ended: 5, deliveredByFirst: 1, failedOver: 2 })
  expect(overview.counts).toMatchObject({ DELIVERED: 3, EXHAUSTED: 1, CANCELED: 1, FAILED: 0 })
  const drawn = overview.endings.map(({ counts }) => counts.DELIVERED)
  expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(3)
  expect(overview.findings).toContainEqual(
    expect.objectContaining({
      what: 'Packets were delivered twice within the last 24 hours: 1.',
      page: '/packets?flag=doubled&within=24h',
    }),
  )

  const [routeA, routeB] = board.items
  expect(routeA).toMatchObject({
    provider: 'RouteA',
    receiptTimeoutMs: 10_000,
    attempts: 5,
    confirmed: 1,
    refused: 1,
    silent: 2,
    rejected: 0,
    unreachable: 0,
    abandoned: 1,
    late: 1,
    doubled: 1,
    unanswered: 1,
    receipts: 3,
  })
  expect(routeB).toMatchObject({ provider: 'RouteB', attempts: 2, confirmed: 2, doubled: 1, late: 0 })
  expect(routeA?.recommended).toEqual({
    timeoutMs: null,
    reason: '3 receipts seen; a time-out can be recommended from 30 on.',
  })
  // Of RouteA's four packets three were answered in the end, one of them after more than a second.
  expect(routeA?.whatIf.find(({ timeoutMs }) => timeoutMs === 10_000)).toMatchObject({
    answeredShare: 0.75,
    confirmedShare: 0.5,
  })
  expect(routeA?.receiptMs?.p99).toBeGreaterThan(1_000)
  expect(routeA?.receiptMs?.p50).toBeLessThan(1_000)
  for (const window of ['24h', '7d']) expect((await scoreboard(window)).countedPackets).toBe(5)
})

test('a settling packet is counted, reported as settling, and corrected by a late receipt', async () => {
  // Packets of other tests settle too, so wait for those first.
  const before = await eventually(
    () => scoreboard(),
    ({ settlingPackets }) => settlingPackets === 0,
  )
  const { id } = await submit({ receiptTimeoutMs: 1_000, maxAttempts: 1 })
  await packetWhen(id, ({ status }) => status === 'EXHAUSTED')
  const settling = await eventually(
    () => scoreboard(),
    ({ settlingPackets }) => settlingPackets === 1,
  )
  expect(settling.countedPackets).toBe(before.countedPackets + 1)
  expect(settling.items[0]?.unanswered).toBe((before.items[0]?.unanswered ?? 0) + 1)
  await receipt(id, 1, true)
  const corrected = await eventually(
    () => scoreboard(),
    ({ items: [routeA] }) => routeA?.late === (before.items[0]?.late ?? 0) + 1,
  )
  expect(corrected.items[0]?.unanswered).toBe(before.items[0]?.unanswered)
  expect(corrected.countedPackets).toBe(settling.countedPackets)
  await overviewLikeList()
})

test('receipts that are refused are counted once they are in the store', async () => {
  const { id } = await submit()
  const { token } = await api.carrier.handOver(id)
  const forged = await sendReceipt({ token, delivered: true }, api.secrets.RouteB)
  expect(await refusal(forged)).toEqual([401, 'UNAUTHENTICATED_RECEIPT'])
  await tally().store()
  await tally().store()
  const { refusedReceipts } = overviewSchema.parse(await (await callApi('/api/overview?window=24h')).json())
  expect(refusedReceipts).toEqual([{ reason: 'FOREIGN_KEY', count: 1 }])
})

test.each([['window=2h'], ['window='], ['window=1h&window=7d'], ['provider=RouteA']])(
  'refuses %s',
  async (query) => {
    const response = await callApi(`/api/providers/scoreboard?${query}`)
    expect(await refusal(response)).toEqual([400, 'INVALID_REQUEST'])
  },
)
