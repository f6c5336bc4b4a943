import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PacketPage } from '@/lib/contract/packet-list'
import type { Packet } from '@/lib/packet/packet'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { listedIds, listPackets, packetWhen, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const settlingMs = 20_000
const api = apiUnderTest({ settlingMs })

describe('the list', () => {
  test('has a packet the moment after it was submitted', async () => {
    const { id, source } = await submit({ source: randomUUID() })
    expect(await listedIds({ source })).toEqual([id])
    expect((await listPackets({ source })).total).toBe(1)
    expect(await listedIds({ source, status: 'DELIVERED' })).toEqual([])
  })

  test('is ordered as asked, and a cursor of one order is refused in another', async () => {
    const source = randomUUID()
    const packets: Packet[] = []
    for (let nth = 0; nth < 3; nth++) packets.push(await submit({ source }))
    const keyOf = ({ createdAt, id }: Packet) => createdAt + id
    const ids = packets.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)).map(({ id }) => id)
    expect(await listedIds({ source, sort: 'oldest' })).toEqual(ids)
    expect(await listedIds({ source, sort: 'newest' })).toEqual(ids.toReversed())
    const span = new Date(Date.now() - 60_000).toISOString()
    expect(await listedIds({ source, from: span })).toEqual(ids.toReversed())
    const { nextCursor } = await listPackets({ source, sort: 'oldest', limit: '2' })
    const cursor = nextCursor ?? ''
    expect(await listedIds({ source, sort: 'oldest', limit: '2', cursor })).toEqual(ids.slice(2))
    const other = await callApi(`/api/packets?${new URLSearchParams({ source, sort: 'newest', cursor })}`)
    expect(await refusal(other)).toEqual([400, 'BAD_CURSOR'])
    expect((await callApi('/api/packets?sort=ended')).status).toBe(400)
  })

  test('finds an address whose "+" was decoded as a space, and one with invisible characters at its ends', async () => {
    const number = `+${Date.now()}`
    const { id } = await submit({ source: number, destination: number })
    const digits = number.slice(1)
    for (const value of [
      `+${digits}`,
      `%20${digits}`,
      `%2B${digits}%E2%80%8B`,
      `%EF%BB%BF%2B${digits}%C2%A0`,
    ]) {
      for (const name of ['source', 'destination', 'q']) {
        const page: PacketPage = await (await callApi(`/api/packets?${name}=${value}`)).json()
        expect(
          page.items.map((packet) => packet.id),
          `${name}=${value}`,
        ).toEqual([id])
      }
      const plan = await (await callApi(`/api/route?destination=${value}`)).json()
      expect(plan.destination).toBe(number)
    }
    const events = await callApi(`/api/events/packets?q=+${digits}`)
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    while (!heard.includes('event: list')) heard += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    expect(heard).toContain(id)
  })

  test.each(['source', 'destination', 'q', 'provider'])(
    'refuses an invisible character in %s by name',
    async (name) => {
      const response = await callApi(`/api/packets?${name}=a%E2%80%8Bb`)
      expect(response.status).toBe(400)
      expect((await response.json()).detail).toBe(
        `${name}: It has an invisible character, U+200B ZERO WIDTH SPACE, at position 2. Remove it.`,
      )
    },
  )

  test('pages through everything once, in flight first', async () => {
    const source = randomUUID()
    const ended = await api.deliver({ source })
    for (let count = 0; count < 5; count++) await submit({ source })
    await eventually(
      () => listPackets({ source }),
      ({ total }) => total === 6,
    )
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: PacketPage = await listPackets({ source, limit: '2', ...(cursor !== null && { cursor }) })
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(6)
    expect(seen.at(-1)).toBe(ended.id)
  })

  test('refuses a cursor of another list, an altered one and nonsense', async () => {
    const source = randomUUID()
    for (let count = 0; count < 3; count++) await submit({ source })
    await eventually(
      () => listPackets({ source }),
      ({ total }) => total === 3,
    )
    const { nextCursor } = await listPackets({ source, limit: '1' })
    const altered = `${nextCursor?.slice(0, -2)}AA`
    for (const query of [
      { cursor: nextCursor ?? '' },
      { source, cursor: altered },
      { source, cursor: 'x' },
    ]) {
      const response = await callApi(`/api/packets?${new URLSearchParams(query)}`)
      expect(await refusal(response)).toEqual([400, 'BAD_CURSOR'])
    }
  })

  test('finds packets that are settling, for as long as a receipt may correct them', async () => {
    const source = randomUUID()
    const { id } = await submit({ source, maxAttempts: 1, receiptTimeoutMs: 1_000 })
    const { token } = await api.carrier.handOver(id)
    const settling = await eventually(
      () => listPackets({ source, flag: 'settling' }),
      ({ total, items }) => total === 1 && items.length === 1,
    )
    const flags = expect.arrayContaining(['settling'])
    expect(settling.items[0]).toMatchObject({ id, status: 'EXHAUSTED', flags })
    const [packet] = settling.items
    const listensMs = Date.parse(packet?.settlingUntil ?? '') - Date.parse(packet?.endedAt ?? '')
    expect(listensMs).toBe(settlingMs)
    // A refusal may still be corrected by a confirmation, but not the other way round.
    await sendReceipt({ token, delivered: false }, api.secrets.RouteA)
    await packetWhen(id, ({ attempts }) => attempts[0]?.receipt != null)
    expect(await listedIds({ source, flag: 'settling' })).toEqual([id])
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    await eventually(
      () => listPackets({ source, flag: 'settling' }),
      ({ total, items }) => total === 0 && items.length === 0,
    )
    expect((await listPackets({ source })).items).toMatchObject([
      { id, settlingUntil: null, settling: false },
    ])
  })

  test('finds by every filter', async () => {
    const source = `source ${randomUUID()}`
    const destination = `destination ${randomUUID()}`
    const { id, createdAt } = await api.deliver({ source, destination, id: `x-${randomUUID()}` })
    const before = new Date(Date.parse(createdAt) - 60_000).toISOString()
    const after = new Date(Date.parse(createdAt) + 60_000).toISOString()
    const found: Record<string, string>[] = [
      { q: source.slice(3) },
      { q: id.slice(2, -2).toUpperCase() },
      { source },
      { destination },
      { source, status: 'DELIVERED' },
      { source, provider: 'RouteA' },
      { source, from: before, to: after },
      { q: source },
      { q: source.slice(0, 20) },
      { q: destination.slice(0, 24) },
      { q: id.slice(0, 10) },
    ]
    const missed: Record<string, string>[] = [
      { source, status: 'CANCELED' },
      { source, provider: 'RouteB' },
      { source, flag: 'late' },
      { source, to: before },
      { source, from: after },
      { q: `no ${source}` },
    ]
    await eventually(
      () => listedIds({ source, status: 'DELIVERED' }),
      (ids) => ids.length === 1,
    )
    for (const query of found) expect(await listedIds(query), JSON.stringify(query)).toEqual([id])
    for (const query of missed) expect(await listedIds(query), JSON.stringify(query)).toEqual([])
  })

  test.each([
    ["' OR WorkflowId != '"],
    ["\\' OR 1=1 --"],
    ["a'b"],
    ["it''s"],
    ['say "no"'],
    ['back\\slash'],
    ['ends with \\'],
    ['100%'],
    ['a_b'],
    ['!bang'],
    ['`tick`'],
    [') OR (WorkflowId STARTS_WITH "packet-"'],
    ['ünï✓😀'],
  ])('treats %s as a plain value', async (hostile) => {
    const source = `${hostile} ${randomUUID()}`
    const { id } = await api.deliver({ source, destination: hostile })
    await eventually(
      () => listedIds({ source, status: 'DELIVERED' }),
      (ids) => ids.length === 1,
    )
    expect(await listedIds({ source })).toEqual([id])
    expect(await listedIds({ q: source })).toEqual([id])
    expect(await listedIds({ q: source.slice(0, -2) })).toEqual([id])
    expect(await listedIds({ source, provider: hostile.slice(0, 60) })).toEqual([])
    for (const { destination } of (await listPackets({ destination: hostile })).items)
      expect(destination).toBe(hostile)
    for (const packet of (await listPackets({ q: hostile })).items) {
      const texts = [packet.id, packet.source, packet.destination]
      expect(texts.some((text) => text.startsWith(hostile))).toBe(true)
    }
  })

  test.each([
    ['2026-01-01T00:00:00.123456789012Z'],
    ['0000-01-01T00:00:00Z'],
    ['0001-01-01T00:00:00Z'],
    ['1969-12-31T23:59:59.999Z'],
    ['9999-12-31T23:59:59Z'],
  ])('accepts %s as a time', async (time) => {
    const source = `source ${randomUUID()}`
    const { id } = await submit({ source })
    const isPast = Date.parse(time) < Date.now()
    const found = (query: Record<string, string>) =>
      eventually(
        () => listedIds({ source, ...query }),
        (ids) => ids.length === 1,
      )
    expect(await found(isPast ? { from: time } : { to: time })).toEqual([id])
    expect(await listedIds({ source, ...(isPast ? { to: time } : { from: time }) })).toEqual([])
  })

  test.each([
    ['status=LOST'],
    ['limit=0'],
    ['limit=201'],
    ['limit=ten'],
    ['color=red'],
    ['status=ROUTING&status=FAILED'],
    ['limit=1e1'],
    ['limit=-0'],
    ['limit=+5'],
    ['limit=0x10'],
    ['limit=5.0'],
    ['limit=%205'],
    ['limit=NaN'],
    ['from=yesterday'],
    ['from=2026-01-01T00:00Z'],
    ['from=2026-02-30T00:00:00Z'],
    ['from=2026-01-01T00:00:00%2B01:00'],
    ['q='],
    ['q=%00'],
    ['source=%E2%80%AE'],
  ])('refuses %s', async (query) => {
    const response = await callApi(`/api/packets?${query}`)
    expect(await refusal(response)).toEqual([400, 'INVALID_REQUEST'])
  })
})
