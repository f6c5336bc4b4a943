import { expect, test } from 'vitest'
import { titleWith } from './title-badge'

const of = (packets: Record<string, string>, findings = 0) => ({
  packets: new Map(Object.entries(packets)),
  findings,
})

test('shows the state of one packet, and the number of several', () => {
  expect(titleWith(of({}), 'Packets')).toBe('Packets')
  expect(titleWith(of({ a: 'Delivered' }), 'Packets')).toBe('Delivered: Packets')
  expect(titleWith(of({ a: 'Delivered', b: 'Failed' }), 'Packets')).toBe('(2) Packets')
})

test('adds findings to the number of packets', () => {
  expect(titleWith(of({}, 2), 'Packets')).toBe('(2) Packets')
  expect(titleWith(of({ a: 'Delivered' }, 1), 'Packets')).toBe('(2) Packets')
})
