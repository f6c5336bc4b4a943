import { expect, test } from 'vitest'
import { mostInFlightOnBoard } from '@/lib/contract/paging'
import { attemptWords, capWords, headingWords, stateWords, summaryWords } from './lane-words'
import { at, attempt, boardPacket } from './test-support/board-packet'

test.each([
  [attempt(), 'RouteA: waiting, 6 s left'],
  [attempt({ deadline: at - 1 }), 'RouteA: waiting, deadline reached'],
  [attempt({ graceUntil: at + 60_000 }), 'RouteA: waiting, 1 min left'],
  [attempt({ handOver: 'SENDING' }), 'RouteA: being handed over'],
  [attempt({ handOver: 'FAILED' }), 'RouteA: not handed over yet'],
  [attempt({ outcome: 'TIMED_OUT', endedAt: at + 6_000 }), 'RouteA: no receipt after 10 s'],
  [
    attempt({ outcome: 'ACKNOWLEDGED', receivedAt: at - 1_600, endedAt: at }),
    'RouteA: confirmed after 2.4 s',
  ],
  [attempt({ outcome: 'ACKNOWLEDGED', late: true, receivedAt: at }), 'RouteA: confirmed late after 4 s'],
])('an attempt in words: %#', (each, words) => {
  expect(attemptWords(each, at)).toBe(words)
})

test('a packet in words', () => {
  expect(stateWords(boardPacket('a'))).toBe('Transmitting')
  expect(stateWords(boardPacket('a', { stuck: true }))).toBe('Stuck: no worker can go on with it')
  expect(stateWords(boardPacket('a', { waiting: 'paused' }))).toBe(
    'Transmitting, waits: all sending is paused',
  )
})

test('counts the packets of a group, and says how many of all are shown', () => {
  const packets = new Map(
    [boardPacket('a'), boardPacket('b', { status: 'DELIVERED', endedAt: at })].map((packet) => [
      packet.id,
      packet,
    ]),
  )
  const scene = { by: 'provider', groups: [], packets, inFlight: 1, waiting: 0 } as const
  expect(headingWords({ key: 'RouteA', name: 'RouteA', lanes: ['a', null, 'b'] }, scene)).toEqual({
    name: 'RouteA',
    count: '1 + 1 ended',
  })
  expect(headingWords({ key: '', name: null, lanes: ['a'] }, scene)).toEqual({
    name: 'No provider yet',
    count: '1',
  })
  expect(summaryWords(scene)).toBe('1 packet in flight, 1 just ended')
  expect(capWords(scene)).toBeNull()
  expect(capWords({ ...scene, inFlight: mostInFlightOnBoard + 1 })).toBe(
    'Shows the 5,000 packets submitted first, of 5,001 in flight.',
  )
})
