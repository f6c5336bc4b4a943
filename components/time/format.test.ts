import { expect, test } from 'vitest'
import { ageText, exactLocal, exactUtc, timeLocal, toInstant, toLocalField } from './format'

test.each([
  [-500, 'now'],
  [999, 'now'],
  [1_000, '1 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [47 * 3_600_000, '47 h'],
  [48 * 3_600_000, '2 d'],
  [400 * 86_400_000, '400 d'],
])('an age of %i ms reads "%s"', (ms, text) => {
  expect(ageText(ms)).toBe(text)
})

test('an exact time names its zone', () => {
  expect(exactUtc('2026-03-01T09:05:07.120Z')).toBe('2026-03-01 09:05:07.120 UTC')
})

test('an instant survives a round trip through a date field', () => {
  const instant = '2026-03-01T09:05:07.000Z'
  expect(toInstant(toLocalField(instant))).toBe(instant)
})

test('an invalid time is an empty field, and an empty field is null', () => {
  expect(toLocalField('yesterday')).toBe('')
  expect(toLocalField(null)).toBe('')
  expect(toInstant('')).toBeNull()
  expect(toInstant(null)).toBeNull()
})

test('the local time is written in the same order, with its zone', () => {
  expect(exactLocal('2026-03-01T09:05:07.120Z')).toMatch(/^2026-0[23]-\d\d \d\d:\d\d:07\.120 \S+$/)
  expect(timeLocal('2026-03-01T09:05:07.120Z')).toMatch(/^\d\d:\d\d:07 \S+$/)
})
