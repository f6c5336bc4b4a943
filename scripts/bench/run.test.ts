import { expect, test } from 'vitest'
import { FIGURES } from './figures'
import { readOptions } from './run'

test('measures everything unless told', () => {
  expect(readOptions([])).toEqual({ only: new Set(FIGURES), quick: false })
})

test('takes several names, apart or together', () => {
  const { only, quick } = readOptions(['--only', 'reads,viewers', '--only', 'submitMs', '--quick'])
  expect(only).toEqual(new Set(['reads', 'viewers', 'submitMs']))
  expect(quick).toBe(true)
})

test.each([['--only', 'speed'], ['--fast'], ['reads']])(
  'refuses %s %s and shows what there is',
  (...args) => {
    expect(() => readOptions(args)).toThrow(/NAME is one of: deliveriesPerSecond, submitMs/)
  },
)
