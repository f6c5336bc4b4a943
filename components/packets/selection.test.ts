import { expect, test } from 'vitest'
import { extended, nothingSelected, toggled } from './selection'

const order = ['a', 'b', 'c', 'd', 'e']
const idsOf = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort()

test('selects a packet, and deselects it', () => {
  const one = toggled(nothingSelected, 'b')
  expect(idsOf(one)).toEqual(['b'])
  expect(idsOf(toggled(one, 'b'))).toEqual([])
})

test('a range extends from the packet selected last, in either direction', () => {
  const one = toggled(nothingSelected, 'c')
  expect(idsOf(extended(one, 'e', order))).toEqual(['c', 'd', 'e'])
  expect(idsOf(extended(one, 'a', order))).toEqual(['a', 'b', 'c'])
})

test('another range begins at the same packet and keeps the selection', () => {
  const range = extended(toggled(nothingSelected, 'c'), 'd', order)
  expect(idsOf(extended(range, 'b', order))).toEqual(['b', 'c', 'd'])
})

test('a range without a beginning is one packet', () => {
  expect(idsOf(extended(nothingSelected, 'd', order))).toEqual(['d'])
  expect(idsOf(extended(toggled(nothingSelected, 'gone'), 'd', order))).toEqual(['d', 'gone'])
})

test('a range to a packet that is not listed selects nothing', () => {
  expect(idsOf(extended(toggled(nothingSelected, 'a'), 'z', order))).toEqual(['a'])
})
