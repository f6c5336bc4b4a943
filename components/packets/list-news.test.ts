import { expect, test } from 'vitest'
import type { PacketStatus } from '@/lib/packet/packet'
import { newsBetween } from './list-news'

const before = new Map<string, PacketStatus>([
  ['a', 'TRANSMITTING'],
  ['b', 'TRANSMITTING'],
])

test('nothing changed: nothing is said', () => {
  expect(newsBetween(before, before, ['a', 'b'])).toBe('')
})

test('changes are summed up by what they led to', () => {
  const now = new Map<string, PacketStatus>([
    ['c', 'ROUTING'],
    ['a', 'DELIVERED'],
    ['b', 'DELIVERED'],
  ])
  expect(newsBetween(before, now, ['c', 'a', 'b'])).toBe('1 new, 2 Delivered')
})

test('what was only fetched by scrolling is not new', () => {
  const now = new Map<string, PacketStatus>([...before, ['z', 'DELIVERED']])
  expect(newsBetween(before, now, ['a', 'b'])).toBe('')
})
