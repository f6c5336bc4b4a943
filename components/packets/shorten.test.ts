import { expect, test } from 'vitest'
import { shortenMiddle } from './shorten'

test('what fits stays whole', () => {
  expect(shortenMiddle('order-4711', 10)).toBe('order-4711')
})

test('what does not fit loses its middle and is exactly as long as allowed', () => {
  const short = shortenMiddle(`${'x'.repeat(100)}end`, 20)
  expect(short).toHaveLength(20)
  expect(short).toMatch(/^x+…x*end$/)
})

test('no character is torn apart', () => {
  expect(shortenMiddle('📦'.repeat(9), 5)).toBe('📦📦📦…📦')
})
