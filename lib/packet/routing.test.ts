import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, chooseRoute } from './routing'

const free = { prefixes: [], drained: false, broken: false }
const named = (name: string): Candidate => ({ name, ...free })
const A = named('RouteA')
const B = named('RouteB')
const C = named('RouteC')
const packet = { destination: '+4930123', tried: [] }

describe('a packet is routed', () => {
  it('to the first in order', () => {
    const choice = { by: 'order', skipped: [], share: null, medianMs: null }
    expect(chooseRoute([A, B], packet)).toEqual({ is: 'chosen', provider: A, choice })
  })

  it('past everybody who may not have it, with the reason', () => {
    const candidates = [
      { ...A, drained: true },
      { ...B, broken: true },
      { name: 'Elsewhere', ...free, prefixes: ['+1', '+33'] },
      { ...C, prefixes: ['+1', '+49'] },
    ]
    expect(chooseRoute(candidates, packet)).toMatchObject({
      provider: { name: 'RouteC' },
      choice: {
        skipped: [
          { provider: 'RouteA', why: 'drained' },
          { provider: 'RouteB', why: 'breaker' },
          { provider: 'Elsewhere', why: 'prefix' },
        ],
      },
    })
  })

  it('nowhere now, while all who could have it are drained or broken', () => {
    const held = [
      { ...A, drained: true },
      { ...B, broken: true },
      { ...C, prefixes: ['+1'] },
    ]
    expect(chooseRoute(held, packet)).toEqual({
      is: 'unavailable',
      detail: 'RouteA is drained, RouteB’s breaker is open',
    })
  })

  it('nowhere at all, when who is left does not serve its destination', () => {
    const tried = { ...packet, tried: ['RouteA'] }
    expect(
      chooseRoute(
        [
          { ...A, drained: true },
          { ...B, prefixes: ['+1'] },
        ],
        tried,
      ),
    ).toEqual({ is: 'noRoute' })
  })
})

it('whoever is chosen may have the packet, and whoever may not is said to be passed over', () => {
  const candidate = fc.record({
    name: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
    prefixes: fc.array(fc.constantFrom('+', '+4', '+5'), { maxLength: 2 }),
    drained: fc.boolean(),
    broken: fc.boolean(),
  })
  const candidates = fc.uniqueArray(candidate, { selector: ({ name }) => name })
  fc.assert(
    fc.property(candidates, fc.subarray(['A', 'B', 'C', 'D', 'E']), (known, tried) => {
      const verdict = chooseRoute(known, { destination: '+49', tried })
      const might = known.filter(
        ({ name, prefixes }) =>
          !tried.includes(name) &&
          (prefixes.length === 0 || prefixes.some((prefix) => '+49'.startsWith(prefix))),
      )
      const may = might.filter(({ drained, broken }) => !drained && !broken)
      if (verdict.is === 'chosen') {
        expect(verdict.provider).toBe(may[0])
        const skipped = verdict.choice.skipped.map(({ provider }) => provider)
        const before = known.slice(0, known.indexOf(verdict.provider)).map(({ name }) => name)
        expect(skipped).toEqual(before.filter((name) => !tried.includes(name)))
      } else {
        expect(may).toEqual([])
        expect(verdict.is).toBe(might.length > 0 ? 'unavailable' : 'noRoute')
      }
    }),
  )
})
