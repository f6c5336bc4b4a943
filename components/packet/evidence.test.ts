import { expect, test } from 'vitest'
import type { HistoryEvent } from '@/lib/contract/packet'
import { handOversIn } from './evidence'

function event(id: number, type: string, attributes: Record<string, unknown>): HistoryEvent {
  return { id, type, time: '2026-03-01T09:00:00.000Z', attributes }
}

const answer = { kind: 'accepted', status: 202, latencyMs: 12 }
const handedOver = { packetId: 'p-1', attempt: 1, answer, excerpt: 'ok', tries: 3 }
const sent = { ...handedOver, sentAt: Date.parse('2026-03-01T09:00:04.100Z') }

test('reads a hand-over from the result of its activity, without those of other packets', () => {
  const events = [
    event(10, 'ActivityTaskCompleted', { result: [[{ ...sent, packetId: 'p-2' }, sent]] }),
    event(11, 'ActivityTaskCompleted', { result: [{ other: true }] }),
  ]
  expect(handOversIn(events, 'p-1')).toEqual([
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

test('reads a hand-over that was signalled before its activity ended', () => {
  const events = [event(8, 'WorkflowExecutionSignaled', { signalName: 'handedOver', input: [[sent]] })]
  expect(handOversIn(events, 'p-1')).toMatchObject([{ eventId: 8, attempt: 1, answer: 'accepted' }])
})

test('a hand-over that was held back has the time at which that was recorded', () => {
  const held = { kind: 'paused', hold: { is: 'paused', words: 'maintenance' } }
  const events = [
    event(8, 'ActivityTaskCompleted', { result: [[{ ...handedOver, answer: held, excerpt: '', tries: 0 }]] }),
  ]
  expect(handOversIn(events, 'p-1')).toMatchObject([
    { at: '2026-03-01T09:00:00.000Z', tries: 0, answer: 'all sending was paused: maintenance' },
  ])
})

test('ignores hand-overs that were not sent, and records in another format', () => {
  const unsent = { kind: 'unsent', why: 'withdrawn', mayHaveArrived: false }
  const events = [
    event(2, 'ActivityTaskCompleted', {}),
    event(3, 'ActivityTaskCompleted', { result: [[{ ...handedOver, answer: unsent }]] }),
    event(4, 'WorkflowExecutionSignaled', { signalName: 'handedOver', input: 'nonsense' }),
    event(5, 'WorkflowExecutionSignaled', { signalName: 'receipts', input: [[sent]] }),
    event(6, 'ActivityTaskCompleted', { result: [[{ packetId: 'p-1', attempt: 'one' }]] }),
  ]
  expect(handOversIn(events, 'p-1')).toEqual([])
})
