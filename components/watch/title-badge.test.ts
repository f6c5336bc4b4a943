import { expect, test } from 'vitest'
import { titleWith } from './title-badge'

const of = (packets: Record<string, string>, findings = 0) => ({
  packets: new Map(Object.entries(packets)),
  findings,
})

test('one packet is told by its state, more by their number', () => {
  expect(titleWith(of({}), 'Packets')).toBe('Packets')
  expect(titleWith(of({ a: 'Delivered' }), 'Packets')).toBe('Delivered: Packets')
  expect(titleWith(of({ a: 'Delivered', b: 'Failed' }), 'Packets')).toBe('(2) Packets')
})

test('what needs an operator counts with the packets', () => {
  expect(titleWith(of({}, 2), 'Packets')).toBe('(2) Packets')
  expect(titleWith(of({ a: 'Delivered' }, 1), 'Packets')).toBe('(2) Packets')
})
