import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Gate } from './gate'

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }))
afterEach(() => vi.useRealTimers())

const wanted = new AbortController().signal

describe('a limit of hand-overs at once', () => {
  it('lets the next begin when one is done', async () => {
    const gate = new Gate({ maxPerSecond: null, maxConcurrent: 2 })
    const first = await gate.enter(1_000, wanted)
    await gate.enter(1_000, wanted)
    const third = gate.enter(1_000, wanted)
    first?.()
    expect(await third).not.toBeNull()
  })

  it('turns away whoever waits too long, and forgets them', async () => {
    const gate = new Gate({ maxPerSecond: null, maxConcurrent: 1 })
    const first = await gate.enter(1_000, wanted)
    const second = gate.enter(1_000, wanted)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await second).toBeNull()
    first?.()
    expect(await gate.enter(0, wanted)).not.toBeNull()
  })
})

describe('too many who wait', () => {
  it.each([
    { maxPerSecond: null, maxConcurrent: 1 },
    { maxPerSecond: 20, maxConcurrent: null },
    { maxPerSecond: 20, maxConcurrent: 1 },
  ])('turn the next one away at once, until one of them has its turn (%o)', async (limits) => {
    vi.useRealTimers()
    const gate = new Gate(limits, 2)
    const first = await gate.enter(4_000, wanted)
    const second = gate.enter(4_000, wanted)
    const third = gate.enter(4_000, wanted)
    const begun = performance.now()
    expect(await gate.enter(4_000, wanted)).toBeNull()
    expect(performance.now() - begun).toBeLessThan(1_000)
    first?.()
    const leave = await second
    const fourth = gate.enter(4_000, wanted)
    leave?.()
    ;(await third)?.()
    expect(await fourth).not.toBeNull()
  })
})

describe('whoever is not wanted any more', () => {
  it('stops waiting for a place, and leaves it to the next', async () => {
    const gate = new Gate({ maxPerSecond: null, maxConcurrent: 1 })
    const unwanted = new AbortController()
    const first = await gate.enter(1_000, wanted)
    const second = gate.enter(1_000, unwanted.signal)
    const third = gate.enter(1_000, wanted)
    unwanted.abort()
    expect(await second).toBeNull()
    first?.()
    expect(await third).not.toBeNull()
  })

  it('stops waiting for a moment, and gives it back when nobody came behind', async () => {
    vi.useRealTimers()
    const gate = new Gate({ maxPerSecond: 10, maxConcurrent: null })
    const unwanted = new AbortController()
    await gate.enter(1_000, wanted)
    const second = gate.enter(1_000, unwanted.signal)
    unwanted.abort()
    expect(await second).toBeNull()
    expect(await gate.enter(150, wanted)).not.toBeNull()
  })

  it('does not begin', async () => {
    const gate = new Gate({ maxPerSecond: null, maxConcurrent: 1 })
    expect(await gate.enter(1_000, AbortSignal.abort())).toBeNull()
    expect(await gate.enter(1_000, wanted)).not.toBeNull()
  })
})

describe('a limit of hand-overs in a second', () => {
  it('spreads them evenly', async () => {
    vi.useRealTimers()
    const gate = new Gate({ maxPerSecond: 50, maxConcurrent: null })
    const begun = performance.now()
    await Promise.all(Array.from({ length: 6 }, () => gate.enter(5_000, wanted)))
    expect(performance.now() - begun).toBeGreaterThanOrEqual(98)
  })

  it('turns away at once whoever would have to wait too long', async () => {
    const gate = new Gate({ maxPerSecond: 1, maxConcurrent: 1 })
    const first = await gate.enter(500, wanted)
    first?.()
    expect(await gate.enter(500, wanted)).toBeNull()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await gate.enter(500, wanted)).not.toBeNull()
  })
})

it('lets everything through without a limit', async () => {
  const gate = new Gate({ maxPerSecond: null, maxConcurrent: null })
  const all = await Promise.all(Array.from({ length: 100 }, () => gate.enter(0, wanted)))
  expect(all.every((leave) => leave !== null)).toBe(true)
})
