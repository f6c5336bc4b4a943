import { expect, test } from 'vitest'
import { counted, countText, percentText, shortenMiddle } from './format'

test('groups the digits of counts, and uses the singular for one', () => {
  expect(countText(10_000)).toBe('10,000')
  expect([0, 1, 2, 10_000].map((count) => counted(count, 'packet', 'packets'))).toEqual([
    '0 packets',
    '1 packet',
    '2 packets',
    '10,000 packets',
  ])
})

test('a count beyond what is counted exactly has a plus', () => {
  expect([9_999, 10_000, 10_001].map((count) => countText(count, 10_000))).toEqual([
    '9,999',
    '10,000',
    '10,000+',
  ])
  expect([1, 10_001].map((count) => counted(count, 'packet', 'packets', 10_000))).toEqual([
    '1 packet',
    '10,000+ packets',
  ])
})

test.each([
  [0, 0, '0 %'],
  [0.0004, 0, '<1 %'],
  [0.0004, 1, '<0.1 %'],
  [0.43, 0, '43 %'],
  [0.4367, 1, '43.7 %'],
  [0.5, 1, '50 %'],
  [0.999, 0, '>99 %'],
  [0.9999, 1, '>99.9 %'],
  [1, 0, '100 %'],
  [1, 1, '100 %'],
])('a share of %d with %d digits reads "%s"', (share, digits, text) => {
  expect(percentText(share, digits)).toBe(text)
})

test('text that fits is unchanged', () => {
  expect(shortenMiddle('order-4711', 10)).toBe('order-4711')
})

test('text that does not fit loses its middle and is exactly as long as allowed', () => {
  const short = shortenMiddle(`${'x'.repeat(100)}end`, 20)
  expect(short).toHaveLength(20)
  expect(short).toMatch(/^x+…x*end$/)
})

test('never cuts a character in two', () => {
  expect(shortenMiddle('📦'.repeat(9), 5)).toBe('📦📦📦…📦')
})
