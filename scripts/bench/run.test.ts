import { expect, test } from 'vitest'
import { USUAL_FIGURES } from './figures'
import { readOptions } from './run'

test('measures everything that does not take very long unless told', () => {
  expect(readOptions([])).toEqual({ only: new Set(USUAL_FIGURES), quick: false })
  expect(readOptions(['--only', 'memory']).only).toEqual(new Set(['memory']))
})

test('takes several names, apart or together', () => {
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
