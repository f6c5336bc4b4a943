import { expect, it } from 'vitest'
import { choicesInWords, choiceWords } from './words'

it('tells which providers were passed over, which was chosen, and what was measured', () => {
  const skipped = [
    { provider: 'RouteA', why: 'drained' },
    { provider: 'RouteB', why: 'breaker' },
    { provider: 'Abroad', why: 'prefix' },
  ] as const
  expect(choiceWords('RouteC', { by: 'order', skipped: [...skipped], share: 0.968, medianMs: 1_840 })).toBe(
    'RouteA drained, RouteB’s breaker is open, Abroad does not serve this destination, RouteC chosen: next in order, 97 % confirmed, 1.8 s median',
  )
})

it('leaves out what was not measured', () => {
  const unmeasured = { by: 'exploration', skipped: [], share: null, medianMs: null } as const
  expect(choiceWords('RouteC', { ...unmeasured, skipped: [] })).toBe('RouteC chosen: to see how it does now')
})

it('says when the routing service chose, or when the built-in rules chose because it failed', () => {
  const plain = { skipped: [], share: null, medianMs: null }
  expect(choiceWords('RouteC', { ...plain, by: 'service' })).toBe('RouteC chosen: by the routing service')
  expect(choiceWords('RouteC', { ...plain, by: 'fallback' })).toBe(
    'RouteC chosen: by the built-in rules, because the routing service failed',
  )
})

const byOrder = { by: 'order', share: null, medianMs: null } as const

it('groups providers that were passed over for the same reason', () => {
  const skipped = Array.from({ length: 40 }, (_, n) => ({ provider: `R${n}`, why: 'prefix' }) as const)
  expect(choiceWords('RouteC', { ...byOrder, skipped })).toBe(
    'R0, R1, R2 and 37 more do not serve this destination, RouteC chosen: next in order',
  )
  const broken = ['RouteA', 'RouteB'].map((provider) => ({ provider, why: 'breaker' }) as const)
  expect(choiceWords('RouteC', { ...byOrder, skipped: broken })).toBe(
    'the breakers of RouteA and RouteB are open, RouteC chosen: next in order',
  )
})

it('tells once how often a provider was skipped, however many choices there were', () => {
  const drained = { provider: 'RouteB', why: 'drained' } as const
  const elsewhere = { provider: 'Abroad', why: 'prefix' } as const
  const choices = Array.from({ length: 40 }, (_, n) => ({
    provider: `R${n}`,
    choice: { ...byOrder, skipped: n === 1 ? [drained, elsewhere] : [drained] },
  }))
  const told = choicesInWords([...choices, { provider: 'R40', choice: null }])
  expect(told.slice(0, 3)).toEqual([
    'skipped RouteB (drained) 40 times, R0 chosen: next in order',
    'Abroad does not serve this destination, R1 chosen: next in order',
    'R2 chosen: next in order',
  ])
  expect(told.at(-1)).toBeNull()
  const itself = { ...byOrder, skipped: Array.from({ length: 40 }, () => drained) }
  expect(choiceWords('R1', itself)).toBe('skipped RouteB (drained) 40 times, R1 chosen: next in order')
})
