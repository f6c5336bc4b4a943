import { expect, test } from 'vitest'
import type { BoardPacket } from '@/lib/client/live-board'
import { arrange, type Group } from './places'
import { attempt, boardPacket } from './test-support/board-packet'

function packets(...all: (string | BoardPacket)[]): Map<string, BoardPacket> {
  return new Map(
    all
      .map((each) => (typeof each === 'string' ? boardPacket(each) : each))
      .map((packet) => [packet.id, packet]),
  )
}

const atRouteB = (id: string) =>
  boardPacket(id, {
    attempts: [attempt({ outcome: 'TIMED_OUT' }), attempt({ number: 2, provider: 'RouteB' })],
  })

const lanesOf = (groups: readonly Group[]) => Object.fromEntries(groups.map(({ key, lanes }) => [key, lanes]))

test('a packet keeps its lane while others come and go, and a new packet takes a free lane', () => {
  const before = arrange([], packets('a', 'b', 'c', 'd'), 'none')
  const gone = arrange(before, packets('a', 'c', 'd'), 'none')
  expect(lanesOf(gone)).toEqual({ '': ['a', null, 'c', 'd'] })
  expect(lanesOf(arrange(gone, packets('a', 'c', 'd', 'e', 'f'), 'none'))).toEqual({
    '': ['a', 'e', 'c', 'd', 'f'],
  })
})

test('compacts the lanes of a group when most of them are free', () => {
  const before = arrange([], packets('a', 'b', 'c', 'd', 'e'), 'none')
  expect(lanesOf(arrange(before, packets('a', 'e'), 'none'))).toEqual({ '': ['a', 'e'] })
  expect(lanesOf(arrange(before, packets('a', 'b', 'c'), 'none'))).toEqual({
    '': ['a', 'b', 'c', null, null],
  })
})

test('grouped by provider, a packet is with its current provider and moves when it fails over', () => {
  const looked = boardPacket('x', { status: 'ROUTING', attempts: [] })
  const before = arrange([], packets('a', 'b', 'c', atRouteB('d'), looked), 'provider')
  expect(before.map(({ name }) => name)).toEqual(['RouteA', 'RouteB', null])
  expect(lanesOf(arrange(before, packets('a', atRouteB('b'), 'c', atRouteB('d')), 'provider'))).toEqual({
    RouteA: ['a', null, 'c'],
    RouteB: ['d', 'b'],
  })
})

test("a provider's empty group is kept, a batch's is not", () => {
  const letters = boardPacket('b', { batch: 'letters' })
  const none = packets()
  expect(lanesOf(arrange(arrange([], packets('a'), 'provider'), none, 'provider'))).toEqual({ RouteA: [] })
  expect(arrange(arrange([], packets('a', letters), 'batch'), none, 'batch')).toEqual([])
})

test('grouped by batch, packets without a batch form one group', () => {
  const groups = arrange([], packets('a', boardPacket('b', { batch: 'letters' })), 'batch')
  expect(lanesOf(groups)).toEqual({ letters: ['b'], '': ['a'] })
})
