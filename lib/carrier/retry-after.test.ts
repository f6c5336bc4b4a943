import { afterEach, expect, it, vi } from 'vitest'
import { retryAfterMs } from './retry-after'

const now = Date.UTC(2026, 10, 21, 10, 0, 0)

afterEach(() => {
  vi.unstubAllEnvs()
})

it.each([
  ['2', 2_000],
  ['0', 0],
  [' 2 ', 2_000],
  ['+2', 2_000],
  ['1.5', 1_500],
  ['.5', 500],
  ['1.5s', 1_500],
  ['2 seconds', 2_000],
  ['500 ms', 500],
  ['2 min', 120_000],
  ['1, 3, 2', 3_000],
  ['2; comment', 2_000],
  ['-1', 0],
  ['9999999999', 86_400_000],
  ['9'.repeat(400), 86_400_000],
  ['2026-11-21T10:00:03Z', 3_000],
  ['Sat, 21 Nov 2099 10:00:03 GMT', 86_400_000],
  ['Sat, 21 Nov 2026 10:00:03 GMT', 3_000],
  ['Sat, 21 Nov 2026 09:59:00 GMT', 0],
  ['1e', null],
  ['2 fortnights', null],
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
])('reads %s in the same way in any time zone', (date) => {
  vi.stubEnv('TZ', 'Asia/Tokyo')
  expect(retryAfterMs(date, now)).toBe(3_000)
})
