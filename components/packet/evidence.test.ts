import { expect, test } from 'vitest'
import type { HistoryEvent } from '@/lib/contract/packet'
import { handOversIn } from './evidence'

function event(id: number, type: string, attributes: Record<string, unknown>): HistoryEvent {
  return { id, type, time: '2026-03-01T09:00:00.000Z', attributes }
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
  expect(handOversIn(events)).toEqual([
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
  expect(handOversIn(events)).toMatchObject([
    { at: '2026-03-01T09:00:00.000Z', tries: 0, answer: 'all sending was paused: maintenance' },
  ])
})

test('what is recorded differently is passed over', () => {
  const events = [
    event(1, 'ActivityTaskScheduled', { activityType: 'transmit' }),
    event(2, 'ActivityTaskCompleted', {}),
    event(3, 'WorkflowExecutionSignaled', { signalName: 'receipt', input: 'nonsense' }),
    event(4, 'WorkflowExecutionSignaled', { signalName: 'receipt', input: [{ attempt: 'one' }] }),
  ]
  expect(handOversIn(events)).toEqual([])
})
