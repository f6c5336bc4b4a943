import { expect, test } from 'vitest'
import type { PacketStatus } from '@/lib/packet/packet'
import { newsBetween } from './list-news'

const before = new Map<string, PacketStatus>([
  ['a', 'TRANSMITTING'],
  ['b', 'TRANSMITTING'],
])

test('says nothing if nothing changed', () => {
  expect(newsBetween(before, before, ['a', 'b'])).toBe('')
})

test('summarizes changes by the new status', () => {
  const now = new Map<string, PacketStatus>([
    ['c', 'ROUTING'],
    ['a', 'DELIVERED'],
    ['b', 'DELIVERED'],
  ])
  expect(newsBetween(before, now, ['c', 'a', 'b'])).toBe('1 new, 2 Delivered')
})

test('does not count rows as new that were only loaded by scrolling', () => {
  const now = new Map<string, PacketStatus>([...before, ['z', 'DELIVERED']])
  expect(newsBetween(before, now, ['a', 'b'])).toBe('')
})
