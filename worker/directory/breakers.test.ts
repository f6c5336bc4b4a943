import { expect, it } from 'vitest'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import type { ProviderAnswer } from '@/lib/packet/events'
import { Breakers, type Tripped } from './breakers'

const provider = configuredProvider('RouteA', { receiptTimeoutMs: 4_000 })

const accepted: ProviderAnswer = { kind: 'accepted', status: 202, latencyMs: 3 }
const rejected: ProviderAnswer = {
  kind: 'rejected',
  status: 422,
  latencyMs: 3,
  reason: { code: 'REJECTED', status: 422, redirect: null },
  mayHaveArrived: false,
}
const broken: ProviderAnswer = {
  kind: 'unreachable',
  status: 503,
  latencyMs: 3,
  reason: { code: 'ERROR_STATUS', status: 503 },
  mayHaveArrived: false,
}

function after(...answers: ProviderAnswer[]): Tripped[] {
  const told: Tripped[] = []
  const breakers = new Breakers((tripped) => told.push(tripped), 30_000)
  for (const answer of answers) breakers.note(provider, answer)
  return told
}

const times = (count: number, answer: ProviderAnswer) => Array.from({ length: count }, () => answer)

it('reports a trip once, with the reason, and then counts from zero', () => {
  expect(after(...times(7, broken))).toEqual([
    {
      reason: '5 of the last 5 hand-overs failed, the last one: it answered 503',
      trip: { do: 'trip', provider: 'RouteA', firstProbeMs: 30_000, receiptTimeoutMs: 4_000 },
    },
  ])
  expect(after(...times(10, broken))).toHaveLength(2)
})

it.each([
  ['refusals', times(20, rejected)],
  ['a few failures among many hand-overs that went well', [...times(10, accepted), ...times(5, broken)]],
])('does not trip on %s', (_, answers) => {
  expect(after(...answers)).toEqual([])
})
