import { expect, test } from 'vitest'
import { tellFilter, withinWords } from './filter-words'

test('describes every part of a filter, always in the same order', () => {
  const told = tellFilter({
    within: '90m',
    status: 'UNDELIVERED',
    failedOver: 'true',
    q: 'abc',
    flag: 'late',
  })
  expect(told.map(({ label, value }) => [label, value])).toEqual([
    ['Status', 'Undelivered'],
    ['Failed over', ''],
    ['Flag', 'Late receipt'],
    ['Active', 'in the last 90 minutes'],
    ['Text', 'abc'],
  ])
})

test.each([
  ['1h', 'in the last hour'],
  ['1d', 'in the last 1 day'],
  ['7d', 'in the last 7 days'],
  ['week', 'this week'],
  ['today', 'today'],
])('%s is told as "%s"', (within, words) => {
  expect(withinWords(within)).toBe(words)
})
