import { randomUUID } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { View, ViewList } from '@/lib/contract/view'
import type { Packet } from '@/lib/packet/packet'
import { insertPackets } from '@/lib/store/packets'
import { chosen, receipt, silence, storePacket, testPacket } from '@/lib/store/test-support/stored-packet'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { listedIds, listPackets, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

describe('packets are found', () => {
  test('by the id of their workflow, their run and their batch, and by their own', async () => {
    const { id } = await api.deliver()
    const [packet] = (await listPackets({ id })).items
    expect(packet?.id).toBe(id)
    expect(await listedIds({ id: packet?.workflowId ?? '' })).toContain(id)
    expect(await listedIds({ id: packet?.runId ?? '' })).toContain(id)
    expect(await listedIds({ id: `${id}-other` })).toEqual([])
  })

  test('by an address in any notation of its number, however it was submitted', async () => {
    const digits = String(Date.now())
    const { id } = await submit({ source: `+${digits.slice(0, 5)} ${digits.slice(5)}` })
    for (const written of [`+${digits}`, `00${digits}`, `tel:+${digits.slice(0, 3)}-${digits.slice(3)}`]) {
      expect(await listedIds({ address: written })).toEqual([id])
      expect(await listedIds({ source: written })).toEqual([id])
      expect(await listedIds({ destination: written })).toEqual([])
    }
  })

  test('by a fail-over from a provider, and by groups of statuses, within a relative span of time', async () => {
    const now = Date.now()
    const source = randomUUID()
    const over = [chosen(now - 50_000, 'RouteA'), silence(now - 40_000, 1), chosen(now - 40_000, 'RouteB')]
    const id = await storePacket(api.store.db, { createdAt: now - 50_000, source }, [
      ...over,
      receipt(now - 30_000, 2, true),
    ])
    const undelivered = await storePacket(api.store.db, { createdAt: now - 50_000, source }, [
      { type: 'noRouteLeft', at: now - 10_000 },
    ])
    expect(await listedIds({ source, failedOverFrom: 'RouteA', within: '1h' })).toEqual([id])
    expect(await listedIds({ failedOverFrom: 'RouteA', within: '1m' })).toContain(id)
    expect(await listedIds({ source, failedOverFrom: 'RouteB' })).toEqual([])
    expect(await listedIds({ source, failedOver: 'true' })).toEqual([id])
    expect(await listedIds({ source, status: 'UNDELIVERED' })).toEqual([undelivered])
    const activeTo = new Date(now - 20_000).toISOString()
    expect(await listedIds({ source, activeTo })).toEqual([id])
  })

  test.each([
    ['within', 'a while'],
    ['within', '0h'],
    ['zone', 'Mars/Phobos'],
    ['status', 'LOST'],
    ['failedOver', 'yes'],
    ['activeFrom', 'today'],
  ])('never by an invalid filter: %s=%s', async (name, value) => {
    const answer = await callApi(`/api/packets?${new URLSearchParams({ [name]: value })}`)
    expect(await refusal(answer)).toEqual([400, 'INVALID_REQUEST'])
  })

  test.each([
    ['from', 'to'],
    ['activeFrom', 'activeTo'],
  ])('never within a span that ends before it begins: %s, %s', async (from, to) => {
    const reversed = { [from]: '2026-01-02T00:00:00Z', [to]: '2026-01-01T00:00:00Z' }
    for (const path of ['/api/packets', '/api/packets.csv', '/api/packets.ndjson']) {
      const answer = await callApi(`${path}?${new URLSearchParams(reversed)}`)
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('The span ends before it begins.')
    }
    const bulk = await postJson('/api/bulk-action-previews', { action: 'cancel', filter: reversed })
    expect(await refusal(bulk)).toEqual([400, 'INVALID_REQUEST'])
    const view = await postJson('/api/views', { name: 'Reversed', filter: reversed })
    expect(await refusal(view)).toEqual([400, 'INVALID_REQUEST'])
    expect(await listPackets({ from: reversed[from] ?? '', to: reversed[from] ?? '' })).toMatchObject({
      total: 0,
    })
  })
})

describe('a list can be exported', () => {
  test('with each packet once, at any size, as CSV and as lines of JSON', async () => {
    const source = `=cmd ${randomUUID()}`
    const createdAt = Date.now()
    const all = Array.from({ length: 1_234 }, (_, number) => ({
      ...testPacket,
      id: `${randomUUID()}-${number}`,
      source,
      createdAt: createdAt - (number % 7),
      deliverAt: createdAt + 3_600_000,
    }))
    await insertPackets(api.store.db, all)
    const ids = all.map(({ id }) => id).toSorted()
    const query = new URLSearchParams({ source, sort: 'oldest' })

    const csv = await callApi(`/api/packets.csv?${query}`)
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="packets.csv"')
    const rows: Record<string, string>[] = parse(await csv.text(), { columns: true, bom: true })
    expect(rows.map(({ id }) => id).toSorted()).toEqual(ids)
    expect(rows[0]?.source).toBe(`'${source}`)
    expect(rows[0]?.createdAt).toBe(new Date(createdAt - 6).toISOString())

    const ndjson = await callApi(`/api/packets.ndjson?${query}`)
    const packets: Packet[] = (await ndjson.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(packets.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
    expect(packets[0]?.source).toBe(source)
  })

  test('also where no packet matches, and is refused for an invalid filter', async () => {
    const none = await callApi(`/api/packets.csv?source=${randomUUID()}`)
    expect(parse(await none.text(), { columns: true, bom: true })).toEqual([])
    expect(await refusal(await callApi('/api/packets.csv?within=ever'))).toEqual([400, 'INVALID_REQUEST'])
  })

  test('and is no longer produced once the client has disconnected', async () => {
    const answer = await callApi('/api/packets.ndjson')
    const reader = answer.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    await reader?.cancel()
    expect((await reader?.read())?.done).toBe(true)
  })
})

describe('views', () => {
  const listed = async (): Promise<View[]> => {
    const { items }: ViewList = await (await callApi('/api/views')).json()
    return items
  }

  test('are saved for all, counted, changed and deleted', async () => {
    const source = randomUUID()
    await submit({ source })
    const name = `Of ${source}`
    const answer = await postJson('/api/views', { name, filter: { source, sort: 'newest' } })
    expect(answer.status).toBe(201)
    const view: View = await answer.json()
    expect(view).toMatchObject({ name, filter: { source, sort: 'newest' }, total: 1 })
    expect(await listed()).toContainEqual(expect.objectContaining({ id: view.id, total: 1 }))

    expect(await refusal(await postJson('/api/views', { name, filter: {} }))).toEqual([409, 'VIEW_EXISTS'])
    const other: View = await (await postJson('/api/views', { name: `${name}, too`, filter: {} })).json()
    const taken = await postJson(`/api/views/${other.id}/actions/save`, { name })
    expect(await refusal(taken)).toEqual([409, 'VIEW_EXISTS'])

    const change = { filter: { source, status: 'UNDELIVERED', within: 'today', zone: 'Europe/Berlin' } }
    const changed: View = await (await postJson(`/api/views/${view.id}/actions/save`, change)).json()
    expect(changed).toMatchObject({ name, ...change, total: 0 })

    const left: ViewList = await (await postJson(`/api/views/${view.id}/actions/delete`, {})).json()
    expect(left.items.map(({ id }) => id)).not.toContain(view.id)
    const gone = await postJson(`/api/views/${view.id}/actions/save`, { name })
    expect(await refusal(gone)).toEqual([404, 'VIEW_NOT_FOUND'])
  })

  test.each([
    [{ name: '', filter: {} }],
    [{ name: 'Odd', filter: { within: 'ever' } }],
    [{ name: 'Odd', filter: { cursor: 'abc' } }],
    [{ name: 'Odd' }],
  ])('are refused if their name or filter is invalid: %j', async (body) => {
    expect(await refusal(await postJson('/api/views', body))).toEqual([400, 'INVALID_REQUEST'])
  })

  test('are limited in number', async () => {
    const names = Array.from({ length: 60 }, (_, nth) => `Many ${nth}`)
    const statuses: number[] = []
    // In groups: all at once would wait for each other longer than a request may take.
    while (names.length > 0) {
      const asked = names.splice(0, 10).map((name) => postJson('/api/views', { name, filter: {} }))
      statuses.push(...(await Promise.all(asked)).map(({ status }) => status))
    }
    expect(new Set(statuses)).toEqual(new Set([201, 409]))
    expect((await listed()).length).toBe(50)
  })
})
