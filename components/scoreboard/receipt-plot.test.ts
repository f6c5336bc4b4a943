import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Bin } from '@/lib/scoreboard/sums'
import { beyond, columnsOf } from './receipt-plot'

const bin: fc.Arbitrary<Bin> = fc
  .record({ from: fc.integer({ min: 0, max: 60_000 }), confirmed: fc.nat(100), refused: fc.nat(100) })
  .map(({ from, ...counts }) => ({ fromMs: from, toMs: from * 1.08 + 1, ...counts }))

test('columns, and the count beyond them, contain every receipt once', () => {
  fc.assert(
    fc.property(
      fc.array(bin, { maxLength: 30 }),
      fc.integer({ min: 100, max: 90_000 }),
      fc.integer({ min: 1, max: 80 }),
      (bins, end, count) => {
        const shown = columnsOf(bins, end, count).reduce(
          (sum, each) => sum + each.confirmed + each.refused,
          0,
        )
        const all = bins.reduce((sum, each) => sum + each.confirmed + each.refused, 0)
        expect(Math.abs(shown + beyond(bins, end) - all)).toBeLessThan(0.51)
      },
    ),
  )
})

test('a bin that spans two columns is split between them', () => {
  const bins = [{ fromMs: 900, toMs: 1_100, confirmed: 10, refused: 4 }]
  expect(columnsOf(bins, 2_000, 2)).toEqual([
    { from: 0, to: 0.5, confirmed: 5, refused: 2 },
    { from: 0.5, to: 1, confirmed: 5, refused: 2 },
  ])
})
