import { describe, expect, it } from 'vitest'
import { applyChange } from './apply-change'
import { runningProbe } from './breaker'
import type { Change } from './change'
import { type DirectoryState, isBroken, type ProbeEnding, stateOf, untouched } from './state'

const provider = 'RouteA'
const trip = { do: 'trip', provider, firstProbeMs: 30_000, receiptTimeoutMs: 10_000 } as const

function changed(directory: DirectoryState, change: Change, at: number): DirectoryState {
  return applyChange(directory, change, at, 'why')
}

function ended(directory: DirectoryState, is: ProbeEnding, at: number): DirectoryState {
  const probe = runningProbe(stateOf(directory, provider))
  const result = { is, ms: null, detail: null }
  return changed(directory, { do: 'probed', provider, number: probe?.number ?? 0, result }, at)
}

const breakerOf = (directory: DirectoryState) => stateOf(directory, provider).breaker
const halfOpened = changed(changed(untouched, trip, 0), { do: 'half-open', provider }, 30_000)

describe('a breaker', () => {
  it('opens once, however many workers trip it', () => {
    const opened = changed(untouched, trip, 0)
    expect(breakerOf(opened)).toMatchObject({ is: 'open', nextProbeAt: 30_000, reason: 'why' })
    expect(changed(opened, trip, 5)).toBe(opened)
  })

  it('is not probed before its time', () => {
    const opened = changed(untouched, trip, 0)
    expect(changed(opened, { do: 'half-open', provider }, 29_999)).toBe(opened)
  })

  it('keeps packets away while it is half open', () => {
    expect(breakerOf(halfOpened)?.is).toBe('half-open')
    expect(isBroken(stateOf(halfOpened, provider))).toBe(true)
  })

  it.each(['confirmed', 'refused', 'rejected'] as const)('closes when its probe is %s', (is) => {
    const closed = ended(halfOpened, is, 31_000)
    expect(breakerOf(closed)).toMatchObject({ is: 'closed', since: 31_000, nextProbeAt: null })
    expect(isBroken(stateOf(closed, provider))).toBe(false)
  })

  it.each(['unreachable', 'silent', 'lost'] as const)(
    'opens for twice as long when its probe is %s',
    (is) => {
      expect(breakerOf(ended(halfOpened, is, 40_000))).toMatchObject({ is: 'open', nextProbeAt: 100_000 })
    },
  )

  it('waits ten minutes at most, and starts again with the first wait after it was closed', () => {
    let directory = changed(untouched, trip, 0)
    let at = 0
    for (let round = 0; round < 12; round++) {
      at = breakerOf(directory)?.nextProbeAt ?? at
      directory = ended(changed(directory, { do: 'half-open', provider }, at), 'silent', at)
    }
    expect((breakerOf(directory)?.nextProbeAt ?? 0) - at).toBe(600_000)
    const closed = ended(
      changed(directory, { do: 'half-open', provider }, at + 600_000),
      'confirmed',
      at + 600_100,
    )
    const again = changed(closed, trip, at + 700_000)
    expect((breakerOf(again)?.nextProbeAt ?? 0) - at).toBe(730_000)
  })

  describe('when no probe can be sent', () => {
    const tried = ended(halfOpened, 'unsent', 31_000)

    it('closes after its wait, so that real packets test the provider', () => {
      expect(breakerOf(tried)).toMatchObject({ is: 'closed', since: 31_000, nextProbeAt: null })
      expect(isBroken(stateOf(tried, provider))).toBe(false)
    })

    it('doubles its wait when it opens again soon, and resets it after a while', () => {
      expect(breakerOf(changed(tried, trip, 40_000))).toMatchObject({ is: 'open', nextProbeAt: 100_000 })
      expect(breakerOf(changed(tried, trip, 700_000))).toMatchObject({ is: 'open', nextProbeAt: 730_000 })
    })
  })

  it('is removed with a provider that is no longer configured', () => {
    expect(breakerOf(ended(halfOpened, 'unknown', 31_000))).toBeNull()
  })
})

describe('a probe by an operator', () => {
  const probe = { do: 'probe', provider, receiptTimeoutMs: 10_000 } as const

  it('does not change a closed breaker, whatever its result', () => {
    const probing = changed(untouched, probe, 0)
    expect(runningProbe(stateOf(probing, provider))).not.toBeNull()
    expect(breakerOf(ended(probing, 'silent', 1))).toBeNull()
  })

  it('closes an open breaker before its wait is over', () => {
    const probing = changed(changed(untouched, trip, 0), probe, 1_000)
    expect(breakerOf(probing)).toMatchObject({ is: 'half-open', nextProbeAt: null })
    expect(breakerOf(ended(probing, 'confirmed', 2_000))?.is).toBe('closed')
  })

  it('does not start while another one is running', () => {
    const probing = changed(untouched, probe, 0)
    expect(changed(probing, probe, 1)).toBe(probing)
  })

  it('uses the time-out that an operator set', () => {
    const set = changed(untouched, { do: 'set-timeout', provider, receiptTimeoutMs: 3_000 }, 0)
    expect(stateOf(changed(set, probe, 1), provider).probe?.receiptTimeoutMs).toBe(3_000)
  })

  it('does not affect the running probe when an earlier probe reports late', () => {
    const first = changed(untouched, probe, 0)
    const second = changed(ended(first, 'silent', 1), probe, 2)
    const number = stateOf(first, provider).probe?.number ?? 0
    const late = { is: 'confirmed', ms: 5, detail: null } as const
    expect(changed(second, { do: 'probed', provider, number, result: late }, 3)).toBe(second)
  })
})
