import { expect, test } from 'vitest'
import { packetFilter } from '@/lib/contract/packet-list'
import { listKey } from './counts'

test('lists with the same filters have the same key, in any order of the fields', () => {
  expect(listKey({ source: 'a', destination: 'b', flag: undefined })).toBe(
    listKey({ destination: 'b', source: 'a' }),
  )
})

test('every filter and every order gives another key', () => {
  const keys = Object.keys(packetFilter.shape).map((name) => listKey({ [name]: 'newest' }))
  expect(new Set([...keys, listKey({})]).size).toBe(keys.length + 1)
})
