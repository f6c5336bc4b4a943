import { expect, test } from 'vitest'
import type { Attempt } from '@/lib/packet/packet'
import { attemptOutcome, handOverWords, receiptWords } from './attempt-words'

const pending: Attempt = {
  number: 1,
  provider: 'RouteA',
  outcome: 'PENDING',
  transmittedAt: '2026-03-01T09:00:00.000Z',
  deadline: '2026-03-01T09:00:10.000Z',
  endedAt: null,
  reason: null,
  reasonCode: null,
  handOver: { state: 'SENDING', status: null, latencyMs: null },
  receipt: null,
  late: false,
  settled: false,
  graceUntil: null,
  duplicates: 0,
  recall: null,
  choice: null,
}

const confirmed: Attempt = {
  ...pending,
  outcome: 'ACKNOWLEDGED',
  handOver: { state: 'ACCEPTED', status: 202, latencyMs: 34 },
  receipt: {
    receivedAt: '2026-03-01T09:00:02.400Z',
    delivered: true,
    reason: null,
    providerReference: null,
    byHand: false,
  },
  settled: true,
}

test('an attempt under way', () => {
  expect(attemptOutcome(pending)).toBe('being handed over')
  expect(handOverWords(pending)).toBe('no answer yet')
  expect(attemptOutcome({ ...pending, handOver: confirmed.handOver })).toBe('waiting for the receipt')
  expect(receiptWords(pending, true)).toBe('awaited')
})

test('says nothing of unread receipts while the packet is stuck', () => {
  expect(attemptOutcome(pending, true)).toBe('was being handed over')
  expect(receiptWords(pending, true, true)).toBe('none was read before it got stuck')
  expect(receiptWords({ ...pending, outcome: 'TIMED_OUT', settled: true }, true, true)).toBe(
    'none, and none can come',
  )
  expect(attemptOutcome(confirmed, true)).toBe('confirmed after 2.4 s')
})

test('a confirmed attempt', () => {
  expect(attemptOutcome(confirmed)).toBe('confirmed after 2.4 s')
  expect(handOverWords(confirmed)).toBe('accepted, answer 202 after 34 ms')
  expect(receiptWords({ ...confirmed, duplicates: 2 }, false)).toBe('delivered after 2.4 s, repeated 2 times')
})

test('a silent attempt says whether a receipt may still come', () => {
  const silent: Attempt = {
    ...pending,
    outcome: 'TIMED_OUT',
    reason: 'no receipt within 10 s',
    reasonCode: 'NO_RECEIPT',
  }
  expect(attemptOutcome(silent)).toBe('no receipt within 10 s')
  expect(receiptWords(silent, true)).toBe('none so far; one may still come')
  expect(receiptWords(silent, false)).toBe('none came')
  expect(receiptWords({ ...silent, settled: true }, true)).toBe('none, and none can come')
})

test('an attempt that was asked to stop says how its provider answered', () => {
  const silent: Attempt = {
    ...pending,
    outcome: 'TIMED_OUT',
    reason: 'no receipt within 10 s',
    reasonCode: 'NO_RECEIPT',
  }
  const at = '2026-03-01T09:00:10.000Z'
  const words = (['ASKED', 'NOT_RECALLED', 'FAILED'] as const).map((result) =>
    attemptOutcome({ ...silent, recall: { at, result } }),
  )
  expect(words).toEqual([
    'no receipt within 10 s, asked to stop',
    'no receipt within 10 s, asked to stop but did not',
    'no receipt within 10 s, asked to stop without an answer',
  ])
})

test('an attempt held back by an outage of ours waits for no receipt', () => {
  const handOver = { state: 'FAILED', status: null, latencyMs: null } as const
  expect(attemptOutcome({ ...pending, handOver })).toBe('not handed over yet')
  expect(receiptWords({ ...pending, handOver }, true)).toBe('none can come yet')
})

test('an attempt withdrawn before it was sent has nothing to wait for', () => {
  const handOver = { state: 'WITHDRAWN', status: null, latencyMs: null } as const
  const withdrawn: Attempt = {
    ...pending,
    outcome: 'ABANDONED',
    reason: 'Canceled',
    reasonCode: 'CANCELED',
    settled: true,
    handOver,
  }
  expect(attemptOutcome(withdrawn)).toBe('never handed over')
  expect(handOverWords(withdrawn)).toBe('nothing was sent')
  expect(receiptWords(withdrawn, true)).toBe('none, and none can come')
})

test('a late receipt is marked as late', () => {
  const receipt = {
    receivedAt: '2026-03-01T09:00:12.000Z',
    delivered: true,
    reason: null,
    providerReference: null,
    byHand: false,
  }
  const late = { ...confirmed, late: true, receipt }
  expect(attemptOutcome(late)).toBe('confirmed late, after 12 s')
  expect(receiptWords(late, true)).toBe('delivered after 12 s, late')
})
