import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, chooseRoute } from './routing'

const free = {
  prefixes: [],
  drained: false,
  broken: false,
  weight: 1,
  receiptTimeoutMs: 10_000,
  measured: null,
}
const inOrder = { by: 'order' } as const
const named = (name: string): Candidate => ({ name, ...free })
const A = named('RouteA')
const B = named('RouteB')
const C = named('RouteC')
const packet = { destination: '+4930123', tried: [] }

describe('a packet is routed', () => {
  it('to the first in order', () => {
    const choice = { by: 'order', skipped: [], share: null, medianMs: null }
    expect(chooseRoute([A, B], packet, inOrder)).toEqual({ is: 'chosen', provider: A, choice })
  })

  it('past each provider that may not have it, with the reason', () => {
    const candidates = [
      { ...A, drained: true },
      { ...B, broken: true },
      { name: 'Elsewhere', ...free, prefixes: ['+1', '+33'] },
      { ...C, prefixes: ['+1', '+49'] },
    ]
    expect(chooseRoute(candidates, packet, inOrder)).toMatchObject({
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

  it('nowhere for now, while all providers that could have it are drained or broken', () => {
    const held = [
      { ...A, drained: true },
      { ...B, broken: true },
      { ...C, prefixes: ['+1'] },
    ]
    expect(chooseRoute(held, packet, inOrder)).toEqual({
      is: 'unavailable',
      drained: ['RouteA'],
      broken: ['RouteB'],
    })
  })

  it('nowhere at all, when no provider left serves its destination', () => {
    const tried = { ...packet, tried: ['RouteA'] }
    expect(
      chooseRoute(
        [
          { ...A, drained: true },
          { ...B, prefixes: ['+1'] },
        ],
        tried,
        inOrder,
      ),
    ).toEqual({ is: 'noRoute' })
  })
})

it('chooses only a provider that may have the packet, and records those that were passed over', () => {
  const candidate = fc.record({
    name: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
    prefixes: fc.array(fc.constantFrom('+', '+4', '+5'), { maxLength: 2 }),
    drained: fc.boolean(),
    broken: fc.boolean(),
    weight: fc.constant(1),
    receiptTimeoutMs: fc.constant(10_000),
    measured: fc.constant(null),
  })
  const candidates = fc.uniqueArray(candidate, { selector: ({ name }) => name })
  fc.assert(
    fc.property(candidates, fc.subarray(['A', 'B', 'C', 'D', 'E']), (known, tried) => {
      const verdict = chooseRoute(known, { destination: '+49', tried }, inOrder)
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

describe('by measured quality', () => {
  const measured = (confirmed: number, attempts: number, medianMs: number) => ({
    confirmed,
    attempts,
    medianMs,
  })
  const good = { ...A, measured: measured(97, 100, 1_800) }
  const slow = { ...B, measured: measured(97, 100, 8_000) }
  const silent = { ...C, measured: measured(5, 100, 900) }
  const mostly = { by: 'quality', draw: 0.5 } as const

  it('a packet goes to the provider that is likely to confirm soonest, and the choice records how likely', () => {
    expect(chooseRoute([silent, slow, good], packet, mostly)).toMatchObject({
      provider: { name: 'RouteA' },
      choice: { by: 'quality', share: 0.97, medianMs: 1_800 },
    })
    expect(chooseRoute([silent, slow], packet, mostly)).toMatchObject({ provider: { name: 'RouteB' } })
  })

  it('a heavier provider is preferred among equals', () => {
    expect(chooseRoute([good, { ...good, name: 'Heavy', weight: 2 }], packet, mostly)).toMatchObject({
      provider: { name: 'Heavy' },
    })
  })

  it('a provider without measurements comes before one that is known to fail', () => {
    expect(chooseRoute([silent, B], packet, mostly)).toMatchObject({ provider: { name: 'RouteB' } })
  })

  it('one packet in twenty goes elsewhere, evenly to each of the others', () => {
    const counts = new Map<string, number>()
    const draws = 20_000
    for (let index = 0; index < draws; index++) {
      const verdict = chooseRoute([good, slow, silent], packet, { by: 'quality', draw: index / draws })
      if (verdict.is !== 'chosen') throw new Error('Somebody is free.')
      const key = `${verdict.provider.name} ${verdict.choice.by}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    expect(Object.fromEntries(counts)).toEqual({
      'RouteA quality': 19_000,
      'RouteB exploration': 500,
      'RouteC exploration': 500,
    })
  })

  it('a provider that may not have the packet is not explored', () => {
    const explore = { by: 'quality', draw: 0.01 } as const
    const verdict = chooseRoute(
      [good, { ...slow, drained: true }, { ...silent, broken: true }],
      packet,
      explore,
    )
    expect(verdict).toMatchObject({ provider: { name: 'RouteA' }, choice: { by: 'quality' } })
  })
})
