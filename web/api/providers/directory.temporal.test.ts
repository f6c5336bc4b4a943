import { beforeEach, describe, expect, it } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import { type ProviderList, providerList } from '@/lib/contract/provider-list'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { apiUnderTest } from '../test-support/api-under-test'
import { postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { packetWhen, submit } from '../test-support/packets'
import { listProviders } from '../test-support/providers'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

const because = { reason: 'maintenance', who: 'Ada' }

async function changed(path: string, body: object = because): Promise<ProviderList> {
  const response = await postJson(path, body)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return providerList.parse(JSON.parse(text))
}

const onProvider = (name: string, action: 'drain' | 'resume' | 'set-timeout' | 'probe', body?: object) =>
  changed(apiPath(`/api/providers/{name}/actions/${action}`, { name }), body)
const onAll = (action: 'pause' | 'resume' | 'reorder' | 'set-routing', body?: object) =>
  changed(apiPath(`/api/providers/actions/${action}`), body)

async function confirm(id: string, attempt: number, secret: string): Promise<Packet> {
  const { token } = await api.carrier.handOver(id, attempt)
  await sendReceipt({ token, delivered: true }, secret)
  return packetWhen(id, ({ status }) => hasEnded(status))
}

beforeEach(async () => {
  for (const name of ['RouteA', 'RouteB']) await onProvider(name, 'resume')
  await onAll('resume', { ...because, overMs: 0 })
  await onAll('reorder', { ...because, order: ['RouteA', 'RouteB'] })
})

describe('a drained provider', () => {
  it('gets no new packets, and each packet says so', async () => {
    const list = await onProvider('RouteA', 'drain')
    expect(list.items[0]).toMatchObject({ name: 'RouteA', state: { drained: { reason: 'maintenance' } } })
    expect(list.changes[0]).toMatchObject({
      who: 'Ada',
      action: 'drain',
      provider: 'RouteA',
      automatic: false,
    })
    const { id } = await submit()
    const delivered = await confirm(id, 1, api.secrets.RouteB)
    expect(delivered).toMatchObject({
      deliveredBy: 'RouteB',
      attempts: [{ choice: { skipped: [{ provider: 'RouteA', why: 'drained' }] } }],
    })
  })

  it('still finishes what it has', async () => {
    const { id } = await submit()
    await api.carrier.handOver(id)
    await onProvider('RouteA', 'drain')
    expect(await confirm(id, 1, api.secrets.RouteA)).toMatchObject({ deliveredBy: 'RouteA' })
  })

  it('makes packets wait when no other provider is left, until it is resumed', async () => {
    await onProvider('RouteA', 'drain')
    await onProvider('RouteB', 'drain')
    const { id } = await submit()
    const waits = await packetWhen(id, ({ waiting }) => waiting !== null)
    expect(waits).toMatchObject({ status: 'ROUTING', attempts: [], waiting: { why: 'unavailable' } })
    await onProvider('RouteB', 'resume')
    expect(await confirm(id, 1, api.secrets.RouteB)).toMatchObject({ deliveredBy: 'RouteB', waiting: null })
  })
})

describe('a pause', () => {
  it('holds every packet, and says why', async () => {
    expect((await onAll('pause')).sending).toMatchObject({
      paused: true,
      reason: 'maintenance',
      resumeShare: 0,
    })
    const { id } = await submit()
    const waits = await packetWhen(id, ({ waiting }) => waiting !== null)
    expect(waits.waiting).toMatchObject({ why: 'paused', detail: 'maintenance' })
    expect((await onAll('resume', { ...because, overMs: 0 })).sending).toMatchObject({ resumeShare: 1 })
    expect(await confirm(id, 1, api.secrets.RouteA)).toMatchObject({ status: 'DELIVERED' })
  })

  it('ends gradually', async () => {
    await onAll('pause')
    const { sending } = await onAll('resume', { ...because, overMs: 3_600_000 })
    expect(sending.paused).toBe(false)
    expect(sending.resumeShare).toBeCloseTo(0.1, 2)
    const packets = await Promise.all(Array.from({ length: 20 }, () => submit()))
    const states = await Promise.all(
      packets.map(({ id }) =>
        packetWhen(id, ({ waiting, attempts }) => waiting !== null || attempts.length > 0),
      ),
    )
    const held = states.filter(({ waiting }) => waiting?.detail?.startsWith('resuming gradually'))
    expect(held.length).toBeGreaterThan(10)
  })
})

describe('order and time-outs', () => {
  it('are in force for the next packet', async () => {
    const { items } = await onAll('reorder', { ...because, order: ['RouteB', 'RouteA'] })
    expect(items.map(({ name, position }) => [name, position])).toEqual([
      ['RouteB', 1],
      ['RouteA', 2],
    ])
    await onProvider('RouteB', 'set-timeout', { ...because, receiptTimeoutMs: 7_000 })
    const { id } = await submit({ receiptTimeoutMs: undefined })
    const { attempts } = await packetWhen(id, ({ attempts: tried }) => tried.length > 0)
    expect(attempts[0]?.provider).toBe('RouteB')
    expect(Date.parse(attempts[0]?.deadline ?? '') - Date.parse(attempts[0]?.transmittedAt ?? '')).toBe(7_000)
    const back = await onProvider('RouteB', 'set-timeout', { ...because, receiptTimeoutMs: null })
    expect(back.items[0]?.state).toMatchObject({ receiptTimeoutMs: 10_000, configuredTimeoutMs: 10_000 })
  })

  it('refuses an order that omits a provider or names an unknown one', async () => {
    for (const order of [['RouteA'], ['RouteA', 'RouteB', 'RouteC']]) {
      const response = await postJson(apiPath('/api/providers/actions/reorder'), { ...because, order })
      expect(await refusal(response)).toEqual([400, 'INVALID_REQUEST'])
    }
  })
})

describe('a change', () => {
  it('needs a reason', async () => {
    for (const reason of [undefined, '', '   ', 'x'.repeat(201)]) {
      const response = await postJson(apiPath('/api/providers/{name}/actions/drain', { name: 'RouteA' }), {
        reason,
      })
      expect(response.status).toBe(400)
    }
  })

  it('of an unknown provider is refused', async () => {
    const response = await postJson(
      apiPath('/api/providers/{name}/actions/drain', { name: 'RouteX' }),
      because,
    )
    expect(await refusal(response)).toEqual([404, 'PROVIDER_NOT_FOUND'])
  })

  it('from another origin is refused', async () => {
    const response = await postJson(apiPath('/api/providers/actions/pause'), because, {
      'sec-fetch-site': 'cross-site',
    })
    expect(response.status).toBe(403)
  })

  it('of many operators at the same time is never lost', async () => {
    const timeouts = Array.from({ length: 12 }, (_, index) => 5_000 + index)
    await Promise.all([
      onProvider('RouteA', 'drain'),
      ...timeouts.map((receiptTimeoutMs) =>
        onProvider('RouteB', 'set-timeout', { ...because, receiptTimeoutMs }),
      ),
    ])
    const { items, changes } = await listProviders()
    expect(items[0]?.state.drained).toMatchObject({ reason: 'maintenance' })
    expect(timeouts).toContain(items[1]?.state.receiptTimeoutMs)
    expect(changes.slice(0, 13).filter(({ action }) => action === 'set-timeout')).toHaveLength(12)
    await onProvider('RouteB', 'set-timeout', { ...because, receiptTimeoutMs: null })
  })

  it('is in force at once while no worker runs, and applies to workers that start later', async () => {
    await api.stopWorker()
    const list = await onProvider('RouteA', 'drain')
    expect(list.items[0]).toMatchObject({ name: 'RouteA', state: { drained: { reason: 'maintenance' } } })
    await api.startWorker()
    const { id } = await submit()
    expect(await confirm(id, 1, api.secrets.RouteB)).toMatchObject({ deliveredBy: 'RouteB' })
  })
})
