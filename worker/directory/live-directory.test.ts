import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import { LiveDirectory } from './live-directory'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A directory that counts how often it is read, and can fail. */
function source() {
  const source = { reads: 0, changes: 0, down: false, failures: 0 }
  const read = async (): Promise<DirectoryState | null> => {
    source.reads += 1
    if (source.down) throw new Error('no Temporal')
    return source.changes === 0 ? null : { ...untouched, changes: source.changes }
  }
  const live = new LiveDirectory(read, () => {
    source.failures += 1
  })
  return { source, live }
}

it('is read once for all who ask at the same time, and once a second at most', async () => {
  const { source: from, live } = source()
  for (let ms = 0; ms < 10_000; ms += 10) {
    await Promise.all([live.current(), live.current()])
    await vi.advanceTimersByTimeAsync(10)
  }
  expect(from.reads).toBeLessThanOrEqual(10)
})

it('never tells what was replaced two seconds ago, asked often or seldom', async () => {
  for (const everyMs of [10, 700, 1_300, 5_000]) {
    const { source: from, live } = source()
    const changedAt: number[] = [0]
    for (let asked = 0; asked < 40; asked++) {
      const { changes } = await live.current()
      const replacedAt = changedAt[changes + 1]
      if (replacedAt !== undefined) expect(Date.now() - replacedAt).toBeLessThan(2_000)
      changedAt.push(Date.now())
      from.changes += 1
      await vi.advanceTimersByTimeAsync(everyMs)
    }
  }
})

it('is read again in time after the clock of the machine was set back', async () => {
  const { source: from, live } = source()
  await live.current()
  from.changes = 1
  vi.setSystemTime(Date.now() - 3_600_000)
  await vi.advanceTimersByTimeAsync(2_000)
  expect((await live.current()).changes).toBe(1)
})

it('is what nobody has changed while there is none', async () => {
  expect(await source().live.current()).toEqual(untouched)
})

it('stays as it was last known during an outage, and the outage is told', async () => {
  const { source: from, live } = source()
  from.changes = 7
  await live.current()
  from.down = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect((await live.current()).changes).toBe(7)
  expect(from.failures).toBe(1)
})

it('is not waited for longer than a look-up can, and what is read later is used', async () => {
  const changed = { ...untouched, changes: 3 }
  let takesMs = 0
  const live = new LiveDirectory(
    () => new Promise((resolve) => setTimeout(() => resolve(takesMs === 0 ? null : changed), takesMs)),
    () => undefined,
  )
  const first = live.current()
  await vi.advanceTimersByTimeAsync(0)
  expect(await first).toEqual(untouched)
  takesMs = 3_000
  await vi.advanceTimersByTimeAsync(5_000)
  const started = Date.now()
  const asked = live.current()
  await vi.advanceTimersByTimeAsync(700)
  expect(await asked).toEqual(untouched)
  expect(Date.now() - started).toBeLessThan(1_000)
  await vi.advanceTimersByTimeAsync(2_300)
  const later = live.current()
  await vi.advanceTimersByTimeAsync(700)
  expect(await later).toEqual(changed)
})

it('cannot be guessed when it was never read', async () => {
  const { source: from, live } = source()
  from.down = true
  await expect(live.current()).rejects.toThrow('no Temporal')
})

it('is read before a worker begins, as soon as Temporal lets it', async () => {
  const { source: from, live } = source()
  from.down = true
  const opened = live.open()
  await vi.advanceTimersByTimeAsync(5_000)
  from.down = false
  await vi.advanceTimersByTimeAsync(1_000)
  await opened
  from.down = true
  expect(await live.current()).toEqual(untouched)
})

it('keeps no worker waiting for ever', async () => {
  const { source: from, live } = source()
  from.down = true
  const opened = expect(live.open()).rejects.toThrow('no Temporal')
  await vi.advanceTimersByTimeAsync(30_000)
  await opened
})
