import { expect, it } from 'vitest'
import { formatDuration } from './duration'

it.each([
  [0, '0 ms'],
  [40, '40 ms'],
  [999, '999 ms'],
  [2400, '2.4 s'],
  [10_000, '10 s'],
  [59_990, '59.9 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [3_600_000, '1 h'],
  [83_100_000, '23 h 5 min'],
  [-5, '0 ms'],
])('says %i milliseconds as %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words)
})
