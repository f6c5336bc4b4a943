import { expect, test } from 'vitest'
import { groupByPrecedence, type Ranked } from './precedence'

function packets(count: number, ranked: Partial<Ranked> = {}): Ranked[] {
  return Array.from({ length: count }, () => ({ priority: 3, fairnessKey: null, source: 'shop', ...ranked }))
}

function told(ranked: readonly Ranked[]) {
  return groupByPrecedence(ranked).map(({ priority, fairnessKey, packets }) => [
    priority,
    fairnessKey,
    packets.length,
  ])
}

test('the packets of one sender are one group, under its source', () => {
  expect(told(packets(50))).toEqual([[3, 'shop', 50]])
  expect(told(packets(1))).toEqual([[3, 'shop', 1]])
})

test('a fairness key that was given takes the place of the source', () => {
  expect(told([...packets(5, { fairnessKey: 'newsletter' }), ...packets(5)])).toEqual([
    [3, 'newsletter', 5],
    [3, 'shop', 5],
  ])
})

test('senders with few packets share a group, those with many have their own', () => {
  const few = Array.from({ length: 20 }, (_, index) => packets(1, { source: `sender ${index}` })).flat()
  expect(told([...few, ...packets(30)])).toEqual([
    [3, 'shop', 30],
    [3, null, 20],
  ])
})

test('no group has two priorities', () => {
  expect(told([...packets(2), ...packets(2, { priority: 1 }), ...packets(1, { source: 'other' })])).toEqual([
    [3, null, 3],
    [1, 'shop', 2],
  ])
})

test('no group is larger than one workflow carries', () => {
  expect(told(packets(120)).map(([, , count]) => count)).toEqual([50, 50, 20])
})

test('no packet is lost or named twice', () => {
  const all = [...packets(7), ...packets(3, { source: 'a' }), ...packets(3, { source: 'b', priority: 5 })]
  expect(new Set(groupByPrecedence(all).flatMap(({ packets }) => packets))).toEqual(new Set(all))
})
