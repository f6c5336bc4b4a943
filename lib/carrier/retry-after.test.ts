import { expect, it } from 'vitest'
import { retryAfterMs } from './retry-after'

const now = Date.UTC(2026, 10, 21, 10, 0, 0)

it.each([
  ['2', 2_000],
  ['0', 0],
  ['Sat, 21 Nov 2026 10:00:03 GMT', 3_000],
  ['Sat, 21 Nov 2026 09:59:00 GMT', 0],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['', null],
  [null, null],
])('reads %j as %j ms', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected)
})
