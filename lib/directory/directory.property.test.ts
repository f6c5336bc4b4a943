/** Invariants of the directory under any sequence of changes by operators, workers and timers. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyChange } from './apply-change'
import { runningProbe } from './breaker'
import type { Change } from './change'
import { type DirectoryState, inOrder, type ProviderState, probeEndings, untouched } from './state'

const names = ['RouteA', 'RouteB', '__proto__', 'αβγ Telecom (backup) №2']
const configured = names.map((name) => ({ name }))

const provider = fc.constantFrom(...names)
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ do: fc.constantFrom('drain' as const, 'resume' as const), provider }),
  fc.record({
    do: fc.constant('set-timeout' as const),
    provider,
    receiptTimeoutMs: fc.option(fc.integer({ min: 1000, max: 86_400_000 })),
  }),
  fc.record({ do: fc.constant('reorder' as const), order: fc.shuffledSubarray([...names, 'gone']) }),
  fc.constant({ do: 'pause' as const }),
  fc.record({ do: fc.constant('resume-sending' as const), overMs: fc.nat(60_000) }),
  fc.record({ do: fc.constant('probe' as const), provider, receiptTimeoutMs: fc.constant(10_000) }),
  fc.record({
    do: fc.constant('trip' as const),
    provider,
    firstProbeMs: fc.integer({ min: 1, max: 100_000 }),
    receiptTimeoutMs: fc.constant(10_000),
  }),
  fc.record({ do: fc.constantFrom('half-open' as const, 'take-probe' as const), provider }),
  fc.record({
    do: fc.constant('probed' as const),
    provider,
    number: fc.nat(30),
    result: fc.record({
      is: fc.constantFrom(...probeEndings),
      ms: fc.option(fc.nat(20_000)),
      detail: fc.option(fc.string({ maxLength: 200 })),
    }),
  }),
)

interface Step {
  change: Change
  afterMs: number
  reason: string
}

const story: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ change, afterMs: fc.nat(300_000), reason: fc.string({ minLength: 1, maxLength: 200 }) }),
  { maxLength: 80 },
)

function play(steps: readonly Step[], seen: (state: DirectoryState, before: DirectoryState) => void): void {
  let state = untouched
  let at = 1_700_000_000_000
  for (const step of steps) {
    at += step.afterMs
    const before = state
    state = applyChange(before, step.change, at, step.reason)
    seen(state, before)
  }
}

function expectSense(provider: ProviderState): void {
  const { breaker } = provider
  if (breaker === null) return
  expect(breaker.is === 'open').toBe(breaker.nextProbeAt !== null)
  if (breaker.is === 'half-open') expect(runningProbe(provider)).not.toBeNull()
  if (breaker.nextProbeAt !== null) expect(breaker.nextProbeAt - breaker.since).toBeLessThanOrEqual(600_000)
}

test('every state is consistent', () => {
  fc.assert(
    fc.property(story, (steps) =>
      play(steps, (state, before) => {
        expect(state.paused !== null && state.resumed !== null).toBe(false)
        expect(state.changes - before.changes).toBe(state === before ? 0 : 1)
        expect(new Set(state.providers.map(({ name }) => name)).size).toBe(state.providers.length)
        for (const each of state.providers) expectSense(each)
      }),
    ),
  )
})

test('every configured provider has exactly one position, whatever order was set', () => {
  fc.assert(
    fc.property(story, (steps) =>
      play(steps, (state) => {
        const order = inOrder(state, configured).map(({ name }) => name)
        expect([...order].sort()).toEqual([...names].sort())
      }),
    ),
  )
})
