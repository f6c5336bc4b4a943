import { beforeAll, expect, test } from 'vitest'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { Tally } from './tally'

beforeAll(() => {
  setEnvironment({ temporalAddress: '127.0.0.1:9', carrierUrl: 'http://127.0.0.1:9/' })
})

const refusal = { reason: 'STALE', provider: 'RouteA', bytes: 300, remote: '127.0.0.1', agent: null } as const

test('counts by reason and provider, in bounded memory', () => {
  const tally = new Tally()
  for (let n = 0; n < 1000; n++) tally.refused({ ...refusal, bytes: n })
  tally.refused({ ...refusal, reason: 'NOT_JSON', provider: null })
  const { refused, last } = tally.read()
  expect(refused).toEqual([
    { reason: 'NOT_JSON', provider: null, count: 1 },
    { reason: 'STALE', provider: 'RouteA', count: 1000 },
  ])
  expect(last).toHaveLength(50)
  expect(last.slice(0, 3).map(({ bytes }) => bytes)).toEqual([300, 999, 998])
})

test('counts the answers to genuine receipts', () => {
  const tally = new Tally()
  tally.answered('recorded', 'RouteA')
  tally.answered('recorded', 'RouteA')
  tally.answered('kept', 'RouteB')
  expect(tally.read().answers).toEqual([
    { result: 'recorded', provider: 'RouteA', count: 2 },
    { result: 'kept', provider: 'RouteB', count: 1 },
  ])
})
