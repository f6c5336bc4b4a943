import { expect, test } from 'vitest'
import type { HistoryEvent } from '@/lib/contract/packet'
import { evidenceOf } from './evidence'

function event(id: number, type: string, attributes: Record<string, unknown>): HistoryEvent {
  return { id, type, time: '2026-03-01T09:00:00.000Z', attributes }
}

const receipt = {
  attempt: 2,
  provider: 'RouteB',
  delivered: true,
  reason: null,
  providerReference: 'ref-7',
  webhookId: 'receipt-1',
  receivedAt: Date.parse('2026-03-01T09:00:02.400Z'),
  key: '9943af1c',
}

const answer = { kind: 'accepted', status: 202, latencyMs: 12 }

test('a hand-over is told by the attempt it was made for', () => {
  const events = [
    event(6, 'ActivityTaskScheduled', { activityType: { name: 'transmit' }, input: [{ attempt: 1 }] }),
    event(7, 'ActivityTaskScheduled', { activityType: { name: 'other' }, input: [{ attempt: 5 }] }),
    event(10, 'ActivityTaskCompleted', {
      scheduledEventId: 6,
      result: [{ answer, excerpt: 'ok', tries: 3, sentAt: Date.parse('2026-03-01T09:00:04.100Z') }],
    }),
    event(11, 'ActivityTaskCompleted', {
      scheduledEventId: 7,
      result: [{ answer, excerpt: 'no', tries: 1 }],
    }),
  ]
  expect(evidenceOf(events).handOvers).toEqual([
    {
      eventId: 10,
      attempt: 1,
      at: '2026-03-01T09:00:04.100Z',
      answer: 'accepted',
      status: 202,
      latencyMs: 12,
      excerpt: 'ok',
      tries: 3,
    },
  ])
})

test('one that was not sent is told by when it was asked for', () => {
  const held = { kind: 'paused', hold: { is: 'paused', words: 'maintenance' }, mayHaveArrived: false }
  const events = [
    event(6, 'ActivityTaskScheduled', { activityType: { name: 'transmit' }, input: [{ attempt: 1 }] }),
    event(8, 'ActivityTaskCompleted', {
      scheduledEventId: 6,
      result: [{ answer: held, excerpt: '', tries: 0 }],
    }),
  ]
  expect(evidenceOf(events).handOvers).toMatchObject([
    { at: '2026-03-01T09:00:00.000Z', tries: 0, answer: 'all sending was paused: maintenance' },
  ])
})

test('every receipt is listed, with what it is beside the first one of its attempt', () => {
  const events = [
    event(20, 'WorkflowExecutionSignaled', { signalName: 'receipt', input: [receipt] }),
    event(21, 'WorkflowExecutionSignaled', { signalName: 'receipt', input: [receipt] }),
    event(23, 'WorkflowExecutionSignaled', {
      signalName: 'receipt',
      input: [{ ...receipt, delivered: false }],
    }),
    event(24, 'WorkflowExecutionSignaled', { signalName: 'receipt', input: [{ ...receipt, attempt: 3 }] }),
    event(22, 'WorkflowExecutionSignaled', { signalName: 'cancel', input: [{ reason: 'x' }] }),
  ]
  const found = evidenceOf(events).receipts
  expect(found.map(({ eventId, repetition }) => [eventId, repetition])).toEqual([
    [20, 'first'],
    [21, 'repeats'],
    [23, 'contradicts'],
    [24, 'first'],
  ])
})

test('what is recorded differently is passed over', () => {
  const events = [
    event(1, 'ActivityTaskScheduled', { activityType: 'transmit' }),
    event(2, 'ActivityTaskCompleted', {}),
    event(3, 'WorkflowExecutionSignaled', { signalName: 'receipt', input: 'nonsense' }),
    event(4, 'WorkflowExecutionSignaled', { signalName: 'receipt', input: [{ attempt: 'one' }] }),
  ]
  expect(evidenceOf(events)).toEqual({ handOvers: [], receipts: [] })
})
