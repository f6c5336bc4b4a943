import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenBucket } from './token-bucket'

test('lets a burst through, and then the given number per second', () => {
  let now = 0
  const bucket = new TokenBucket({ burst: 3, perSecond: 10 }, () => now)
  const takes = (count: number) => Array.from({ length: count }, () => bucket.take()).filter(Boolean).length
  expect(takes(5)).toBe(3)
  now = 100
  expect(takes(5)).toBe(1)
  now = 60_000
  expect(takes(5)).toBe(3)
})

test('never exceeds the rate, whatever the pauses between calls', () => {
  const pauses = fc.array(fc.nat(500), { maxLength: 200 })
  fc.assert(
    fc.property(pauses, (waits) => {
      let now = 0
      const bucket = new TokenBucket({ burst: 5, perSecond: 20 }, () => now)
      let taken = 0
      for (const wait of waits) {
        now += wait
        if (bucket.take()) taken += 1
      }
      expect(taken).toBeLessThanOrEqual(5 + (now / 1000) * 20)
    }),
  )
})
