import { expect, test } from 'vitest'
import { USUAL_FIGURES } from './figures'
import { readOptions } from './run'

test('measures everything except the very long measurements by default', () => {
  expect(readOptions([])).toEqual({ only: new Set(USUAL_FIGURES), quick: false })
  expect(readOptions(['--only', 'memory']).only).toEqual(new Set(['memory']))
})

test('takes several names, separately or comma-separated', () => {
  const { only, quick } = readOptions(['--only', 'reads,viewers', '--only', 'submitMs', '--quick'])
  expect(only).toEqual(new Set(['reads', 'viewers', 'submitMs']))
  expect(quick).toBe(true)
})

test.each([['--only', 'speed'], ['--fast'], ['reads']])(
  'refuses %s %s and shows what there is',
  (...args) => {
    expect(() => readOptions(args)).toThrow(/NAME is one of: deliveriesPerSecond, batches, ordered/)
  },
)
