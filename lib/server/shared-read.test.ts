import { afterEach, beforeEach, expect, it, test, vi } from 'vitest'
import { SharedRead, SharedReads } from './shared-read'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function counter(tookMs = 0) {
  let count = 0
  const read = async () => {
    count += 1
    const value = count
    await vi.advanceTimersByTimeAsync(tookMs)
    return value
  }
  return { read, count: () => count }
}

test('a shared value is read once for all readers that ask meanwhile', async () => {
  const { read, count } = counter()
  const shared = new SharedRead(read, 1000)
  expect(await Promise.all([shared.get(), shared.get(), shared.refresh()])).toEqual([1, 1, 1])
  expect(count()).toBe(1)
})

test('the old value is returned while a new one is being read', async () => {
  const { read } = counter()
  const shared = new SharedRead(read, 1000)
  await shared.get()
  vi.advanceTimersByTime(1001)
  expect(await shared.get()).toBe(1)
  await vi.advanceTimersByTimeAsync(0)
  expect(await shared.get()).toBe(2)
})

test('a shared value ages although the system clock was set back', async () => {
  const { read } = counter()
  const shared = new SharedRead(read, 1000)
  await shared.get()
  vi.setSystemTime(Date.now() - 3_600_000)
  vi.advanceTimersByTime(1001)
  expect(await shared.fresh()).toBe(2)
  vi.setSystemTime(Date.now() - 3_600_000)
  await vi.advanceTimersByTimeAsync(15_001)
  expect(await shared.recent()).toBe(3)
})

test('the first reader after a long pause waits for a new value', async () => {
  const { read } = counter()
  const shared = new SharedRead(read, 1000)
  expect(await shared.recent()).toBe(1)
  vi.advanceTimersByTime(15_000)
  expect(await shared.recent()).toBe(1)
  await vi.advanceTimersByTimeAsync(15_001)
  expect(await shared.recent()).toBe(3)
})

test('a shared value is read less often when reading is slow', async () => {
  const { read } = counter(500)
  const shared = new SharedRead(read, 1000)
  await shared.get()
  vi.advanceTimersByTime(1999)
  expect(shared.isStale()).toBe(false)
  vi.advanceTimersByTime(2)
  expect(shared.isStale()).toBe(true)
})

test('a shared value is read again within seconds, however long the last read was stalled', async () => {
  const { read } = counter(60_000)
  const shared = new SharedRead(read, 1000)
  await shared.get()
  vi.advanceTimersByTime(10_001)
  expect(shared.isStale()).toBe(true)
})

test('the last value is kept when a read fails, and the read is retried', async () => {
  let broken = false
  const shared = new SharedRead(async () => {
    if (broken) throw new Error('down')
    return 'up'
  }, 1000)
  await shared.get()
  broken = true
  vi.advanceTimersByTime(1001)
  expect(await shared.get()).toBe('up')
  expect(await shared.get()).toBe('up')
})

test('fails when the first read fails', async () => {
  const shared = new SharedRead(async () => Promise.reject(new Error('down')), 1000)
  await expect(shared.get()).rejects.toThrow('down')
})

it('reads once for each key', async () => {
  const asked: string[] = []
  const reads = new SharedReads<string>(60_000, 10)
  const read = (key: string) => reads.of(key, async () => asked[asked.push(key) - 1] ?? '').get()
  expect([await read('a'), await read('b'), await read('a')]).toEqual(['a', 'b', 'a'])
  expect(asked).toEqual(['a', 'b'])
})

it('forgets the least recently used key', async () => {
  const asked: string[] = []
  const reads = new SharedReads<number>(60_000, 2)
  const read = (key: string) => reads.of(key, async () => asked.push(key)).get()
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await read(key)
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
})
