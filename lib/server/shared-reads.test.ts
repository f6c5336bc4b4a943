import { expect, it } from 'vitest'
import { SharedReads } from './shared-reads'

it('reads once for each key', async () => {
  const asked: string[] = []
  const reads = new SharedReads<string>(60_000, 10)
  const read = (key: string) => reads.of(key, async () => asked[asked.push(key) - 1] ?? '').get()
  expect([await read('a'), await read('b'), await read('a')]).toEqual(['a', 'b', 'a'])
  expect(asked).toEqual(['a', 'b'])
})

it('forgets the key that was used longest ago', async () => {
  const asked: string[] = []
  const reads = new SharedReads<number>(60_000, 2)
  const read = (key: string) => reads.of(key, async () => asked.push(key)).get()
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await read(key)
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
})
