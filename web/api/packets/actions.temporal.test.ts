import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import type { ActionName } from '@/lib/packet/action'
import type { Packet } from '@/lib/packet/packet'
import { apiUnderTest } from '../test-support/api-under-test'
import { postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { getPacket, packetWhen, submit } from '../test-support/packets'
import { untilReady } from '../test-support/until-ready'

const api = apiUnderTest()

beforeAll(() => untilReady())

const by = { who: 'Ada', reason: 'the customer waits' }

function ask(id: string, action: ActionName, body: object, key?: string): Promise<Response> {
  const headers = key === undefined ? {} : { 'idempotency-key': key }
  return postJson(apiPath(`/api/packets/{id}/actions/${action}`, { id }), { ...by, ...body }, headers)
}

/** The packet, or the problem document of a refusal. */
async function act(id: string, action: ActionName, body: object, key?: string) {
  const response = await ask(id, action, body, key)
  const answer: Partial<Packet> & { code?: string; detail?: string } = await response.json()
  return { ...answer, code: answer.code ?? null }
}

/** A packet that was handed over to RouteA and waits for its receipt. */
async function underWay(extra: object = {}): Promise<Packet> {
  const { id } = await submit(extra)
  return packetWhen(id, ({ attempts }) => attempts[0]?.handOver.state === 'ACCEPTED')
}

describe('failing over now', () => {
  test('is answered once it is in effect and stored, and the next provider gets the packet', async () => {
    const { id } = await underWay()
    const packet = await act(id, 'fail-over', { attempt: 1 })
    expect(packet).toMatchObject({
      status: expect.stringMatching(/ROUTING|TRANSMITTING/),
      actions: [{ do: 'fail-over', ...by, attempt: 1, provider: 'RouteA', told: 'failed over from RouteA' }],
    })
    expect(await api.carrier.handOver(id, 2)).toMatchObject({ attempt: 2 })
    const later = await packetWhen(id, ({ attempts }) => attempts[1]?.outcome === 'PENDING')
    expect(later.attempts[0]).toMatchObject({
      outcome: 'ABANDONED',
      reasonCode: 'FAILED_OVER',
      settled: false,
    })
  })

  test('by two operators at once is done by one, and the other is told the new state', async () => {
    const { id } = await underWay()
    const both = await Promise.all([1, 2].map(() => act(id, 'fail-over', { attempt: 1 })))
    expect(both.map(({ code }) => code).sort()).toEqual([null, 'ACTION_NOT_APPLICABLE'].sort())
    expect(both.find(({ code }) => code !== null)?.detail).toMatch(/attempt 1/i)
    const packet = await packetWhen(id, ({ attempts }) => attempts.length === 2)
    expect(packet.actions).toHaveLength(1)
  })

  test('is done once under one key, and the key is refused for another action', async () => {
    const { id } = await underWay()
    const key = randomUUID()
    const answers = [
      await act(id, 'fail-over', { attempt: 1 }, key),
      await act(id, 'fail-over', { attempt: 1 }, key),
      await act(id, 'extend', { attempt: 2, byMs: 5_000 }, key),
      await act(id, 'fail-over', { attempt: 1, reason: 'another reason' }, key),
      await act(id, 'fail-over', { attempt: 1, who: 'Grace' }, key),
    ]
    const reused = 'IDEMPOTENCY_KEY_REUSED'
    expect(answers.map(({ code }) => code)).toEqual([null, null, reused, reused, reused])
    const packet = await packetWhen(id, ({ attempts }) => attempts[1]?.outcome === 'PENDING')
    expect(packet.attempts).toHaveLength(2)
  })
})

describe('more time', () => {
  test('moves the deadline of the attempt under way', async () => {
    const before = await underWay({ receiptTimeoutMs: 1_500 })
    const packet = await act(before.id, 'extend', { attempt: 1, byMs: 60_000 })
    expect(packet.actions).toMatchObject([{ do: 'extend', told: 'gave RouteA 1 min more' }])
    const [was, is] = [before, packet].map(({ attempts }) => Date.parse(attempts?.[0]?.deadline ?? ''))
    expect((is ?? 0) - (was ?? 0)).toBe(60_000)
    const { token } = await api.carrier.handOver(before.id)
    // Wait until the deadline that the provider was told has passed.
    await eventually(
      async () => Date.now(),
      (now) => now > (was ?? 0) + 300,
    )
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    const delivered = await packetWhen(before.id, ({ status }) => status === 'DELIVERED')
    expect(delivered.attempts).toMatchObject([{ outcome: 'ACKNOWLEDGED', late: false }])
  })

  test('is refused beyond a day, and with an invalid time', async () => {
    const { id } = await underWay()
    const day = await act(id, 'extend', { attempt: 1, byMs: 86_400_000 })
    expect([day.status, day.code]).toEqual([409, 'ACTION_NOT_APPLICABLE'])
    expect(await act(id, 'extend', { attempt: 1, byMs: 5 })).toMatchObject({ code: 'INVALID_REQUEST' })
  })
})

describe('skipping and preferring a provider', () => {
  test.each([
    ['skip', 'RouteA', { by: 'order', skipped: [{ provider: 'RouteA', why: 'skipped' }] }],
    ['prefer', 'RouteB', { by: 'operator', skipped: [] }],
  ] as const)('%s before a delivery begins decides the first provider', async (name, provider, choice) => {
    const { id } = await submit({ deliverAt: new Date(Date.now() + 3_600_000).toISOString() })
    const wished = await act(id, name, { attempt: 0, provider })
    expect(wished).toMatchObject({ code: null, actions: [{ do: name, attempt: null, provider }] })
    const refused = await act(id, 'fail-over', { attempt: 1 })
    expect([refused.status, refused.detail]).toEqual([409, 'It is SCHEDULED, and no provider has it yet.'])
    await postJson(apiPath('/api/packets/{id}/actions/send-now', { id }), {})
    const begun = await packetWhen(id, ({ attempts }) => attempts.length > 0)
    expect(begun.attempts[0]).toMatchObject({ provider: 'RouteB', choice })
  })

  test('are refused for a provider that is unknown, tried or skipped, and for an attempt that is over', async () => {
    const { id } = await underWay()
    const codes = [
      await act(id, 'skip', { attempt: 1, provider: 'RouteX' }),
      await act(id, 'skip', { attempt: 1, provider: 'RouteA' }),
      await act(id, 'skip', { attempt: 0, provider: 'RouteB' }),
    ].map(({ status, code }) => [status, code])
    expect(codes).toEqual([
      [404, 'PROVIDER_NOT_FOUND'],
      [409, 'ACTION_NOT_APPLICABLE'],
      [409, 'ACTION_NOT_APPLICABLE'],
    ])
  })

  test('leave no provider to fail over to once all others are skipped', async () => {
    const { id } = await underWay()
    expect(await act(id, 'skip', { attempt: 1, provider: 'RouteB' })).toMatchObject({ code: null })
    const refused = await act(id, 'fail-over', { attempt: 1 })
    expect(refused.detail).toBe('No other provider is left that could get it.')
  })
})

describe('a receipt by hand', () => {
  test('delivers a packet that is under way', async () => {
    const { id } = await underWay()
    const packet = await act(id, 'confirm', { attempt: 1 })
    expect(packet).toMatchObject({ deliveredBy: 'RouteA', code: null })
    expect(packet.attempts?.[0]?.receipt).toMatchObject({ byHand: true, delivered: true, reason: by.reason })
  })

  test('delivers a packet that has ended undelivered, and whose workflow is gone', async () => {
    const { id } = await submit({ receiptTimeoutMs: 1_000, maxAttempts: 1 })
    await api.carrier.handOver(id)
    await packetWhen(id, ({ status, settling }) => status === 'EXHAUSTED' && !settling)
    const packet = await act(id, 'confirm', { attempt: 1 })
    expect(packet).toMatchObject({ deliveredBy: 'RouteA', code: null, flags: ['late'] })
    expect(await packetWhen(id, ({ status }) => status === 'DELIVERED')).toMatchObject({
      reason: expect.stringMatching(/^RouteA was confirmed by hand late, after /),
    })
    const again = await act(id, 'refuse', { attempt: 1 })
    expect(again.detail).toBe('It is already recorded that RouteA delivered it, and that stays.')
  })

  test('is contradicted by what the provider says later', async () => {
    const { id } = await underWay()
    await act(id, 'refuse', { attempt: 1 })
    await api.confirm(await api.carrier.handOver(id))
    const packet = await packetWhen(id, ({ status }) => status === 'DELIVERED')
    expect(packet.reason).toMatch(/^RouteA confirmed after .*, but also refused by hand/)
    expect(packet.flags).toContain('contradicted')
  })
})

describe('what operators do', () => {
  test('at the same moment is either in effect or refused, and the packet shows which', async () => {
    const cancel = (id: string) => postJson(apiPath('/api/packets/{id}/actions/cancel', { id }), by)
    const race = async () => {
      const { id } = await underWay()
      const [confirmed, canceled] = await Promise.all([act(id, 'confirm', { attempt: 1 }), cancel(id)])
      const { actions } = await packetWhen(id, ({ endedAt }) => endedAt !== null)
      const isDone = (name: string) => actions.some((done) => done.do === name)
      expect([confirmed.code, canceled.status]).toEqual([
        isDone('confirm') ? null : 'ACTION_NOT_APPLICABLE',
        isDone('cancel') ? 200 : 409,
      ])
    }
    for (let round = 0; round < 4; round++) await Promise.all([1, 2, 3].map(race))
  })

  test('at the same moment, to cancel a packet, is done for one of them, and the other learns of it', async () => {
    const ben = { who: 'Ben', reason: 'wrong number' }
    const race = async () => {
      const { id } = await underWay()
      const path = apiPath('/api/packets/{id}/actions/cancel', { id })
      const answers = await Promise.all([by, ben].map((operator) => postJson(path, operator)))
      const { actions } = await packetWhen(id, ({ status }) => status === 'CANCELED')
      const statuses = answers.map(({ status }) => status)
      expect(statuses).toEqual(actions[0]?.who === 'Ada' ? [200, 409] : [409, 200])
      expect(actions).toHaveLength(1)
    }
    for (let round = 0; round < 3; round++) await Promise.all([1, 2, 3].map(race))
  })

  test('is refused quickly while no worker is alive, and changes nothing; a cancellation is noted', async () => {
    const { id } = await underWay()
    await api.stopWorker()
    try {
      await untilReady(false)
      const startedAt = performance.now()
      const refused = await act(id, 'fail-over', { attempt: 1 })
      expect([refused.status, refused.code]).toEqual([503, 'NO_WORKER'])
      expect(performance.now() - startedAt).toBeLessThan(3_000)
      expect(await getPacket(id)).toMatchObject({ actions: [], currentRouteProvider: 'RouteA' })
      const noted = await postJson(apiPath('/api/packets/{id}/actions/cancel', { id }), by)
      expect(noted.status).toBe(202)
      const again = await postJson(apiPath('/api/packets/{id}/actions/cancel', { id }), by)
      expect(again.status).toBe(202)
      const other = { who: 'Ben', reason: 'wrong number' }
      const second = await postJson(apiPath('/api/packets/{id}/actions/cancel', { id }), other)
      expect(await second.json()).toMatchObject({
        code: 'ACTION_NOT_APPLICABLE',
        detail: 'Ada has asked to cancel it already: the customer waits',
      })
    } finally {
      await api.startWorker()
    }
    const packet = await packetWhen(id, ({ status }) => status === 'CANCELED')
    expect(packet).toMatchObject({
      reason: 'RouteA was no longer waited for, canceled by Ada: the customer waits.',
      actions: [{ do: 'cancel', ...by }],
    })
  })

  test('needs a packet, a reason and an attempt', async () => {
    const { id } = await underWay()
    expect(await act('nobody', 'confirm', { attempt: 1 })).toMatchObject({ code: 'PACKET_NOT_FOUND' })
    for (const body of [{ attempt: 1, reason: ' ' }, {}, { attempt: 1, colour: 'red' }])
      expect(await act(id, 'confirm', body)).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  })
})
