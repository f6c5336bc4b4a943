import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { directoryUnknown } from '@/lib/contract/workflows'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import { LiveDirectory } from './live-directory'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A directory whose reads are counted, and can be slow or fail. */
function source() {
  const source = { reads: 0, changes: 0, down: false, takesMs: 0, told: [] as string[] }
  const read = async (): Promise<DirectoryState> => {
    source.reads += 1
    if (source.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, source.takesMs))
    if (source.down) throw new Error('no store')
    return { ...untouched, changes: source.changes }
  }
  const tell = (...said: unknown[]) => source.told.push(String(said.at(-1)))
  return { source, live: new LiveDirectory(read, { warn: tell, info: tell }) }
}

const unknown = { type: directoryUnknown }

it('reads once for concurrent callers, and once a second at most', async () => {
  const { source: from, live } = source()
  for (let ms = 0; ms < 10_000; ms += 10) {
    await Promise.all([live.current(), live.current()])
    await vi.advanceTimersByTimeAsync(10)
  }
  expect(from.reads).toBeLessThanOrEqual(10)
  expect(from.told).toEqual([])
})

it('never returns a state that was replaced two seconds ago, however often it is asked', async () => {
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

it('reads again in time after the clock of the machine was set back', async () => {
  const { source: from, live } = source()
  await live.current()
  from.changes = 1
  vi.setSystemTime(Date.now() - 3_600_000)
  await vi.advanceTimersByTimeAsync(2_000)
  expect((await live.current()).changes).toBe(1)
})

it('returns the last state for two seconds while reads fail, and then rejects', async () => {
  const { source: from, live } = source()
  from.changes = 7
  await live.current()
  from.down = true
  await vi.advanceTimersByTimeAsync(1_900)
  expect((await live.current()).changes).toBe(7)
  await vi.advanceTimersByTimeAsync(200)
  await expect(live.current()).rejects.toMatchObject(unknown)
})

it('rejects when the read itself took longer than a state may be old', async () => {
  const { source: from, live } = source()
  from.takesMs = 2_100
  const asked = expect(live.current()).rejects.toMatchObject(unknown)
  await vi.advanceTimersByTimeAsync(2_100)
  await asked
})

it('rejects when it was never read', async () => {
  const { source: from, live } = source()
  from.down = true
  await expect(live.current()).rejects.toMatchObject(unknown)
})

it('logs once that the directory is unknown, and once that it is known again', async () => {
  const { source: from, live } = source()
  await live.current()
  for (let outage = 0; outage < 2; outage++) {
    from.down = true
    for (let seconds = 0; seconds < 60; seconds++) {
      await live.current().catch(() => undefined)
      await vi.advanceTimersByTimeAsync(1_000)
    }
    from.down = false
    await live.current()
    await live.current()
  }
  const once = [expect.stringContaining('cannot be read'), expect.stringContaining('can be read again')]
  expect(from.told).toEqual([...once, ...once])
})
