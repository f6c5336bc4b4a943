import { afterEach, describe, expect, it } from 'vitest'
import { openToken } from '@/lib/carrier/token'
import {
  closedPort,
  handOverTo,
  order,
  provider,
  stopProvider,
  tokenKeys,
} from '../test-support/hand-over-to'

afterEach(stopProvider)

describe('a hand-over', () => {
  it('names the attempt in the webhook-id and seals it in the token', async () => {
    const { url, seen } = await provider([202])
    const evidence = await handOverTo(url)
    expect(evidence).toMatchObject({ answer: { kind: 'accepted', status: 202 }, tries: 1 })
    expect(seen[0]?.webhookId).toBe('p-1.2')
    const claims = await openToken(String(seen[0]?.body.token), tokenKeys)
    expect(claims).toMatchObject({ packetId: 'p-1', attempt: 2, provider: 'RouteA' })
  })

  it('tells the workflow the same deadline as the provider', async () => {
    const { url, seen } = await provider([503, 202])
    const { sentAt } = await handOverTo(url)
    const deadline = Number(sentAt) + order.receiptTimeoutMs
    expect(seen.map(({ body }) => body.deadline)).toEqual(Array(2).fill(new Date(deadline).toISOString()))
  })

  it('tries a failing provider three times, always with the same webhook-id', async () => {
    const { url, seen } = await provider([503, 0, 202])
    const evidence = await handOverTo(url)
    expect(evidence).toMatchObject({ answer: { kind: 'accepted' }, tries: 3 })
    expect(new Set(seen.map((each) => each.webhookId))).toEqual(new Set(['p-1.2']))
  })

  it('sends again, with the same webhook-id, what left on a connection that was just being closed', async () => {
    const { url, seen } = await provider([202, 0, 202])
    await handOverTo(url)
    expect(await handOverTo(url)).toMatchObject({ answer: { kind: 'accepted' }, tries: 2 })
    expect(seen.map(({ webhookId }) => webhookId)).toEqual(Array(3).fill('p-1.2'))
  })

  it('gives up after three tries, and records that one of them may have arrived', async () => {
    const { url, seen } = await provider([0, 503])
    const evidence = await handOverTo(url)
    expect(evidence.answer).toMatchObject({ kind: 'unreachable', status: 503, mayHaveArrived: true })
    expect(seen).toHaveLength(3)
  })

  it('does not repeat what the provider rejected', async () => {
    const { url, seen } = await provider([422])
    const answer = { kind: 'rejected', status: 422, mayHaveArrived: false }
    expect(await handOverTo(url)).toMatchObject({ answer, tries: 1 })
    expect(seen).toHaveLength(1)
  })

  it('records that the try before the rejected one may have arrived', async () => {
    const { url } = await provider([0, 409])
    const answer = { kind: 'rejected', status: 409, mayHaveArrived: true }
    expect(await handOverTo(url)).toMatchObject({ answer, tries: 2 })
  })

  it('takes at most half of the time that the provider has for its receipt', async () => {
    const { url } = await provider([503])
    const started = performance.now()
    await handOverTo(url, { receiptTimeoutMs: 1_000 })
    expect(performance.now() - started).toBeLessThan(700)
  })

  it('says that the provider is not configured any more', async () => {
    expect(await handOverTo('http://127.0.0.1:1/', { provider: 'Gone' })).toMatchObject({
      answer: { kind: 'unreachable', reason: { code: 'NOT_CONFIGURED' }, mayHaveArrived: false },
    })
  })
})

describe('Retry-After', () => {
  it('is waited for when there is time for it, with the same webhook-id', async () => {
    const { url, seen } = await provider([429, 202], { 'retry-after': '1' })
    const started = performance.now()
    expect(await handOverTo(url)).toMatchObject({ answer: { kind: 'accepted' }, tries: 2 })
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_000)
    expect(new Set(seen.map((each) => each.webhookId)).size).toBe(1)
  })

  it('makes the packet fail over at once when it is longer than the hand-over may take', async () => {
    const { url, seen } = await provider([503], { 'retry-after': '60' })
    const started = performance.now()
    expect(await handOverTo(url)).toMatchObject({ answer: { kind: 'unreachable', status: 503 }, tries: 1 })
    expect(performance.now() - started).toBeLessThan(900)
    expect(seen).toHaveLength(1)
  })
})

describe('a provider that cannot be reached', () => {
  it('is blamed while another provider can be reached', async () => {
    const nobody = await closedPort()
    const { url } = await provider([202])
    const evidence = await handOverTo(nobody, {}, url)
    expect(evidence.answer).toMatchObject({
      kind: 'unreachable',
      reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
    })
  })

  it('is not blamed when no provider can be reached', async () => {
    const nobody = await closedPort()
    const evidence = await handOverTo(nobody, {}, 'http://no-such-host.invalid/')
    expect(evidence.answer).toEqual({
      kind: 'outage',
      reason: { code: 'CONNECTION_REFUSED', errno: null, also: [] },
      mayHaveArrived: false,
    })
  })

  it('is blamed when it breaks off a connection that it accepted, even as the only provider', async () => {
    const { url } = await provider([0])
    expect((await handOverTo(url)).answer).toMatchObject({ kind: 'unreachable', mayHaveArrived: true })
  })
})

describe('after a worker was lost during the hand-over', () => {
  const unreachable = { kind: 'unreachable', mayHaveArrived: true }

  it('reports that a provider which cannot be reached now may have the packet', async () => {
    const nobody = await closedPort()
    const { url } = await provider([202])
    expect((await handOverTo(nobody, {}, url, true)).answer).toMatchObject(unreachable)
  })

  it('reports the same of a provider that rejects it now', async () => {
    const { url } = await provider([409])
    const answer = { kind: 'rejected', mayHaveArrived: true }
    expect((await handOverTo(url, {}, url, true)).answer).toMatchObject(answer)
  })

  it('reports the same of a provider that answers 503 now, or is not configured any more', async () => {
    const { url } = await provider([503])
    expect((await handOverTo(url, {}, url, true)).answer).toMatchObject(unreachable)
    expect((await handOverTo(url, { provider: 'RouteZ' }, url, true)).answer).toMatchObject(unreachable)
  })
})
