import { expect, test } from 'vitest'
import { parseSpan } from './command-line'

test.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['24h', 86_400_000],
])('%s is %d ms', (text, ms) => expect(parseSpan(text)).toBe(ms))

test.each(['', '10', 's', '10 s', '-1s', '1d', '1e3s', '999999999s'])('"%s" is not a span', (text) =>
  expect(parseSpan(text)).toBeNull(),
)
