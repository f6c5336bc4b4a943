import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { HandedOver } from '@/lib/contract/workflows'
import type { HandOverSource } from './activities/context'
import { createMetrics, measureDirectory, measuredHandOvers } from './metrics'

const log = pino({ level: 'silent' })
const handedOver: HandedOver = {
  packetId: 'a',
  attempt: 1,
  answer: { kind: 'accepted', status: 202, latencyMs: 40 },
  excerpt: '',
  tries: 2,
}
const row = { packetId: 'a', attempt: 1, provider: 'RouteA', handedOver }

function source(answer: HandOverSource['answer']): HandOverSource {
  return { claim: async () => [], answer, isAwaited: async () => true }
}

test('counts a hand-over once its answer is stored, and not before', async () => {
  const metrics = createMetrics(log)
  let isAway = true
  const measured = measuredHandOvers(
    source(async () => {
      if (isAway) throw new Error('away')
    }),
    metrics,
  )
  await expect(measured.answer([row])).rejects.toThrow('away')
  expect(await metrics.registry.metrics()).not.toContain('waybill_hand_overs_total{')
  isAway = false
  await measured.answer([row])
  const text = await metrics.registry.metrics()
  expect(text).toContain('waybill_hand_overs_total{provider="RouteA",answer="accepted"} 1')
  expect(text).toContain('waybill_hand_over_tries_total{provider="RouteA"} 2')
  expect(text).toContain('waybill_hand_over_seconds_sum{provider="RouteA",answer="accepted"} 0.04')
})

test('observes no latency for a hand-over without an answer', async () => {
  const metrics = createMetrics(log)
  const reason = { code: 'NOT_CONFIGURED' } as const
  const answer = {
    kind: 'unreachable',
    status: null,
    latencyMs: null,
    reason,
    mayHaveArrived: false,
  } as const
  await measuredHandOvers(
    source(async () => {}),
    metrics,
  ).answer([{ ...row, handedOver: { ...handedOver, answer } }])
  const text = await metrics.registry.metrics()
  expect(text).toContain('waybill_hand_overs_total{provider="RouteA",answer="unreachable"} 1')
  expect(text).not.toContain('waybill_hand_over_seconds_count{')
})

test('exports the age of the provider directory, and no sample while nothing was read', async () => {
  const metrics = createMetrics(log)
  let ageMs: number | null = null
  measureDirectory(metrics, { ageMs: () => ageMs })
  expect(await metrics.registry.metrics()).not.toMatch(/^waybill_directory_age_seconds /m)
  ageMs = 1_500
  expect(await metrics.registry.metrics()).toContain('waybill_directory_age_seconds 1.5')
})
