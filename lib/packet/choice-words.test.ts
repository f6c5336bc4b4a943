import { expect, it } from 'vitest'
import { choiceWords } from './choice-words'

it('tells who was passed over, who was chosen, and what was measured', () => {
  const skipped = [
    { provider: 'RouteA', why: 'drained' },
    { provider: 'RouteB', why: 'breaker' },
    { provider: 'Abroad', why: 'prefix' },
  ] as const
  expect(choiceWords('RouteC', { by: 'order', skipped: [...skipped], share: 0.968, medianMs: 1_840 })).toBe(
    'RouteA drained, RouteB’s breaker is open, Abroad does not serve this destination, RouteC chosen: next in order, 97 % confirmed, 1.8 s median',
  )
})

it('says no more than is known', () => {
  const unmeasured = { by: 'exploration', skipped: [], share: null, medianMs: null } as const
  expect(choiceWords('RouteC', { ...unmeasured, skipped: [] })).toBe('RouteC chosen: to see how it does now')
})
