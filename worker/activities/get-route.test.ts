import { describe, expect, it } from 'vitest'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import type { RouteQuestion } from '@/lib/contract/workflows'
import { applyChange } from '@/lib/directory/apply-change'
import type { Change } from '@/lib/directory/change'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import type { Measured } from '@/lib/packet/quality'
import { contextFor } from '../test-support/activity-context'
import { createGetRoute } from './get-route'

const provider = (name: string, differing: Partial<ConfiguredProvider> = {}) =>
  configuredProvider(name, { receiptTimeoutMs: 5_000, ...differing })

interface Setting {
  seed?: string
  directory?: DirectoryState
  providers?: ConfiguredProvider[]
  quality?: ReadonlyMap<string, Measured>
}

function routing({ seed, directory = untouched, providers, quality }: Setting = {}) {
  const getRoute = createGetRoute({
    ...contextFor('http://127.0.0.1:9/'),
    providers: providers ?? [provider('RouteA'), provider('RouteB')],
    directory: { current: async () => directory },
    quality: { of: (name) => quality?.get(name) ?? null },
    seed: seed ?? null,
    settlingMs: 2,
  })
  return async (question: RouteQuestion) => {
    const [answer = null] = await getRoute([question])
    return answer
  }
}

const question = { packetId: 'p-1', destination: 'somewhere', tried: [] }

it('names the first provider that was not tried', async () => {
  const getRoute = routing()
  expect(await getRoute(question)).toEqual({
    provider: 'RouteA',
    receiptTimeoutMs: 5_000,
    settlingMs: 2,
    choice: { by: 'order', skipped: [], share: null, medianMs: null },
  })
  expect(await getRoute({ ...question, tried: ['RouteA'] })).toMatchObject({ provider: 'RouteB' })
  expect(await getRoute({ ...question, tried: ['RouteB', 'RouteA'] })).toBeNull()
})

it('adds no failures of its own', async () => {
  const getRoute = routing({ seed: 'seed' })
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, index) => getRoute({ ...question, packetId: `p-${index}` })),
  )
  expect(answers.every((each) => each !== null && 'provider' in each)).toBe(true)
})

describe('the directory', () => {
  const having = (...changes: Change[]) =>
    changes.reduce((state, change) => applyChange(state, change, Date.now(), 'maintenance'), untouched)
  const drain = (name: string): Change => ({ do: 'drain', provider: name })

  it('keeps packets from a drained provider, and the packet records why it was skipped', async () => {
    const getRoute = routing({ directory: having(drain('RouteA')) })
    expect(await getRoute(question)).toMatchObject({
      provider: 'RouteB',
      choice: { skipped: [{ provider: 'RouteA', why: 'drained' }] },
    })
  })

  it('makes a packet wait while all of its candidates are drained or broken', async () => {
    const trip: Change = { do: 'trip', provider: 'RouteB', firstProbeMs: 1_000, receiptTimeoutMs: 1_000 }
    const getRoute = routing({ directory: having(drain('RouteA'), trip) })
    const wait = { why: 'unavailable', drained: ['RouteA'], broken: ['RouteB'] }
    expect(await getRoute(question)).toEqual({ wait })
    expect(await getRoute({ ...question, tried: ['RouteA', 'RouteB'] })).toBeNull()
  })

  it('makes every packet wait while sending is paused', async () => {
    const getRoute = routing({ directory: having({ do: 'pause' }) })
    expect(await getRoute(question)).toEqual({
      wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } },
    })
  })

  it('sets the order and the receipt time-out', async () => {
    const order: Change = { do: 'reorder', order: ['RouteB', 'RouteA'] }
    const timeout: Change = { do: 'set-timeout', provider: 'RouteB', receiptTimeoutMs: 2_000 }
    const getRoute = routing({ directory: having(order, timeout) })
    expect(await getRoute(question)).toMatchObject({ provider: 'RouteB', receiptTimeoutMs: 2_000 })
  })
})

it('chooses by measured quality where operators want it, and explores by the seed', async () => {
  const directory = applyChange(untouched, { do: 'set-routing', routing: 'quality' }, 0, 'why')
  const quality = new Map([
    ['RouteA', { attempts: 50, confirmed: 10, medianMs: 900 }],
    ['RouteB', { attempts: 50, confirmed: 49, medianMs: 1_200 }],
  ])
  const getRoute = routing({ directory, seed: 'seed', quality })
  const ways = new Map<string, number>()
  for (let index = 0; index < 400; index++) {
    const route = await getRoute({ ...question, packetId: `p-${index}` })
    if (route === null || !('provider' in route)) throw new Error('Somebody is free.')
    const key = `${route.provider} ${route.choice?.by}`
    ways.set(key, (ways.get(key) ?? 0) + 1)
  }
  expect([...ways.keys()].sort()).toEqual(['RouteA exploration', 'RouteB quality'])
  expect((ways.get('RouteA exploration') ?? 0) / 400).toBeCloseTo(0.05, 1)
})

it('leaves out providers that do not serve the destination', async () => {
  const providers = [provider('Abroad', { destinationPrefixes: ['+1', '+33'] }), provider('RouteB')]
  const getRoute = routing({ providers })
  expect(await getRoute({ ...question, destination: '+4930' })).toMatchObject({ provider: 'RouteB' })
  expect(await getRoute({ ...question, destination: '+331' })).toMatchObject({ provider: 'Abroad' })
  expect(await getRoute({ ...question, destination: '+4930', tried: ['RouteB'] })).toBeNull()
})
