import { expect, it } from 'vitest'
import { moved } from './sending-actions'

const order = ['A', 'B', 'C']

it('moves a provider one place at a time, and not beyond the ends', () => {
  expect(moved(order, 'B', -1)).toEqual(['B', 'A', 'C'])
  expect(moved(order, 'B', 1)).toEqual(['A', 'C', 'B'])
  expect(moved(order, 'A', -1)).toBe(order)
  expect(moved(order, 'C', 1)).toBe(order)
})
