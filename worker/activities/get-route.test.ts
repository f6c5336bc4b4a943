import { expect, it } from 'vitest'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { chance } from './chance'
import { createGetRoute } from './get-route'

function provider(name: string): ConfiguredProvider {
  return {
    name,
    url: 'http://127.0.0.1:1/',
    receiptTimeoutMs: 5_000,
    recall: false,
    handOverSecrets: [],
    receiptSecrets: [],
  }
}

function routing(errorChance: number, seed: string | null = null) {
  return createGetRoute({
    providers: [provider('RouteA'), provider('RouteB')],
    tokenKeys: [{ id: 'k1', key: new Uint8Array(32) }],
    callbackUrl: '',
    webUrl: '',
    errorChance,
    seed,
    graceMs: 1,
    settlingMs: 2,
  })
}

const question = { packetId: 'p-1', destination: 'somewhere', tried: [], tryNumber: 1 }

it('names the first provider that was not tried', async () => {
  const getRoute = routing(0)
  expect(await getRoute(question)).toEqual({
    provider: 'RouteA',
    receiptTimeoutMs: 5_000,
    graceMs: 1,
    settlingMs: 2,
  })
  expect(await getRoute({ ...question, tried: ['RouteA'] })).toMatchObject({ provider: 'RouteB' })
  expect(await getRoute({ ...question, tried: ['RouteB', 'RouteA'] })).toBeNull()
})

it('fails as often as it is told to, and alike for the same seed', async () => {
  const outcomes = async () => {
    const getRoute = routing(10, 'seed')
    const tries = Array.from({ length: 2_000 }, (_, index) =>
      getRoute({ ...question, packetId: `p-${index}` }),
    )
    return (await Promise.allSettled(tries)).map((each) => each.status)
  }
  const first = await outcomes()
  expect(first.filter((status) => status === 'rejected').length / first.length).toBeCloseTo(0.1, 1)
  expect(await outcomes()).toEqual(first)
})

it('draws anew for another try', () => {
  expect(chance('seed', 'p', 1)).not.toBe(chance('seed', 'p', 2))
})
