import { expect, it } from 'vitest'
import { backOffMs, wantsRetry } from './back-off'

it('doubles from a quarter of a second to half a minute', () => {
  const waits = [1, 2, 3, 7, 8, 9, 5_000].map((tries) => backOffMs(tries, 1, 0))
  expect(waits).toEqual([250, 500, 1_000, 16_000, 30_000, 30_000, 30_000])
})

it('leaves half of it to chance', () => {
  expect(backOffMs(4, 0, 0)).toBe(1_000)
  expect(backOffMs(4, 0.5, 0)).toBe(1_500)
})

it('waits as long as it is asked to, within its own limit', () => {
  expect(backOffMs(1, 1, 3_000)).toBe(3_000)
  expect(backOffMs(1, 1, 3_600_000)).toBe(30_000)
})

it('retries what may pass, and nothing else', () => {
  expect([500, 503, 599, 429].every(wantsRetry)).toBe(true)
  expect([200, 301, 400, 401, 404, 413].some(wantsRetry)).toBe(false)
})
