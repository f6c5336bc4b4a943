import { expect, test } from 'vitest'
import { toInstant, toLocalField } from './local-field'

test('an instant survives the way through a date field', () => {
  const instant = '2026-03-01T09:05:07.000Z'
  expect(toInstant(toLocalField(instant))).toBe(instant)
})

test('what is no date filters nothing', () => {
  expect(toLocalField('yesterday')).toBe('')
  expect(toLocalField(null)).toBe('')
  expect(toInstant('')).toBeNull()
  expect(toInstant(null)).toBeNull()
})
