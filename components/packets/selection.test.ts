import { expect, test } from 'vitest'
import { extended, nothingSelected, toggled } from './selection'

const order = ['a', 'b', 'c', 'd', 'e']
const idsOf = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort()

test('a packet is picked, and left out again', () => {
  const one = toggled(nothingSelected, 'b')
  expect(idsOf(one)).toEqual(['b'])
  expect(idsOf(toggled(one, 'b'))).toEqual([])
})

test('a range reaches from the packet picked last, in either direction', () => {
  const one = toggled(nothingSelected, 'c')
  expect(idsOf(extended(one, 'e', order))).toEqual(['c', 'd', 'e'])
  expect(idsOf(extended(one, 'a', order))).toEqual(['a', 'b', 'c'])
})

test('further ranges begin at the same packet and keep what was picked', () => {
  const range = extended(toggled(nothingSelected, 'c'), 'd', order)
  expect(idsOf(extended(range, 'b', order))).toEqual(['b', 'c', 'd'])
})

test('a range without a beginning is one packet', () => {
  expect(idsOf(extended(nothingSelected, 'd', order))).toEqual(['d'])
  expect(idsOf(extended(toggled(nothingSelected, 'gone'), 'd', order))).toEqual(['d', 'gone'])
})

test('a packet that is not listed is not picked by a range', () => {
  expect(idsOf(extended(toggled(nothingSelected, 'a'), 'z', order))).toEqual(['a'])
})
