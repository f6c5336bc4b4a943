import { expect, test } from 'vitest'
import { packetFilter } from '@/lib/contract/packet-list'
import { listKey } from './counts'

test('lists have the same key where their filters are the same, in whatever order they came', () => {
  expect(listKey({ source: 'a', destination: 'b', flag: undefined })).toBe(
    listKey({ destination: 'b', source: 'a' }),
  )
})

test('every filter and the order make another list', () => {
  const keys = Object.keys(packetFilter.shape).map((name) => listKey({ [name]: 'newest' }))
  expect(new Set([...keys, listKey({})]).size).toBe(keys.length + 1)
})
