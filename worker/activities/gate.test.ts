import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Gate } from './gate'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }))
afterEach(() => vi.useRealTimers())

describe('a limit of hand-overs at once', () => {
  it('lets the next begin when one is done', async () => {
    const gate = new Gate({ maxPerSecond: null, maxConcurrent: 2 })
    const first = await gate.enter(1_000)
    await gate.enter(1_000)
    const third = gate.enter(1_000)
    first?.()
    expect(await third).not.toBeNull()
  })

  it('turns away whoever waits too long, and forgets them', async () => {
    const gate = new Gate({ maxPerSecond: null, maxConcurrent: 1 })
    const first = await gate.enter(1_000)
    const second = gate.enter(1_000)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await second).toBeNull()
    first?.()
    expect(await gate.enter(0)).not.toBeNull()
  })
})

describe('a limit of hand-overs in a second', () => {
  it('spreads them evenly', async () => {
    vi.useRealTimers()
    const gate = new Gate({ maxPerSecond: 50, maxConcurrent: null })
    const begun = performance.now()
    await Promise.all(Array.from({ length: 6 }, () => gate.enter(5_000)))
    expect(performance.now() - begun).toBeGreaterThanOrEqual(98)
  })

  it('turns away at once whoever would have to wait too long', async () => {
    const gate = new Gate({ maxPerSecond: 1, maxConcurrent: 1 })
    const first = await gate.enter(500)
    first?.()
    expect(await gate.enter(500)).toBeNull()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await gate.enter(500)).not.toBeNull()
  })
})

it('lets everything through without a limit', async () => {
  const gate = new Gate({ maxPerSecond: null, maxConcurrent: null })
  const all = await Promise.all(Array.from({ length: 100 }, () => gate.enter(0)))
  expect(all.every((leave) => leave !== null)).toBe(true)
})
