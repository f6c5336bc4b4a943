import { afterEach, expect, it, vi } from 'vitest'
import { retryAfterMs } from './retry-after'

const now = Date.UTC(2026, 10, 21, 10, 0, 0)

afterEach(() => {
  vi.unstubAllEnvs()
})

it.each([
  ['2', 2_000],
  ['0', 0],
  ['9999999999', 9_999_999_999_000],
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

it.each([
  ['Sat, 21 Nov 2026 10:00:03 GMT'],
  ['Saturday, 21-Nov-26 10:00:03 GMT'],
  ['Sat Nov 21 10:00:03 2026'],
])('reads %s alike wherever it runs', (date) => {
  vi.stubEnv('TZ', 'Asia/Tokyo')
  expect(retryAfterMs(date, now)).toBe(3_000)
})
