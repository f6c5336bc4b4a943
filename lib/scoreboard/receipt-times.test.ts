import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Bin,
  binsOf,
  bucketOf,
  ProviderSums,
  quantile,
  receiptsIn,
  relativeError,
  startOf,
  timeThatKeeps,
} from './sums'
import { compared, recommendationReason, recommendedTimeout, whatIf } from './time-outs'

function binsOver(confirmed: readonly number[], refused: readonly number[] = []): Bin[] {
  const sums = new ProviderSums()
  for (const ms of confirmed) sums.confirmedTimes.add(bucketOf(ms), 1)
  for (const ms of refused) sums.refusedTimes.add(bucketOf(ms), 1)
  return binsOf(sums)
}

/** Milliseconds up to three days, evenly spread on a logarithmic scale. */
const time = fc
  .double({ min: 0, max: Math.log(3 * 86_400_000), noNaN: true })
  .map((log) => Math.round(Math.exp(log)))
const times = fc.array(time, { minLength: 1, maxLength: 200 })
const share = fc.double({ min: 0, max: 1, noNaN: true })
const timeout = fc.integer({ min: 1, max: 86_400_000 })

describe('the histogram', () => {
  it('puts every time into the bucket that holds it', () => {
    fc.assert(
      fc.property(time, (ms) => {
        const bucket = bucketOf(ms)
        expect(startOf(bucket)).toBeLessThanOrEqual(ms)
        expect(startOf(bucket + 1)).toBeGreaterThan(ms)
      }),
    )
  })

  it('stays bounded whatever the times', () => {
    expect(bucketOf(Number.MAX_SAFE_INTEGER)).toBe(bucketOf(365 * 86_400_000))
    expect(bucketOf(Number.MAX_SAFE_INTEGER)).toBeLessThan(300)
  })

  it('gives quantiles within the error that it states', () => {
    expect(relativeError).toBeLessThan(0.04)
    fc.assert(
      fc.property(times, share, (all, part) => {
        const sorted = [...all].sort((one, other) => one - other)
        const exact = sorted[Math.max(1, Math.ceil(all.length * part)) - 1] ?? 0
        const read = quantile(binsOver(all), part)
        expect(read).not.toBeNull()
        if (exact >= 1) expect(Math.abs((read ?? 0) / exact - 1)).toBeLessThanOrEqual(relativeError + 1e-9)
        else expect(read).toBe(0)
      }),
    )
  })
})

describe('what-if', () => {
  it('gives more receipts and more waiting for a longer time-out', () => {
    fc.assert(
      fc.property(
        times,
        times,
        fc.nat(50),
        timeout,
        timeout,
        (confirmed, refused, unanswered, one, other) => {
          const bins = binsOver(confirmed, refused)
          const short = whatIf(bins, unanswered, Math.min(one, other))
          const long = whatIf(bins, unanswered, Math.max(one, other))
          if (short === null || long === null) throw new Error('There are receipts.')
          expect(long.answeredShare).toBeGreaterThanOrEqual(short.answeredShare)
          expect(long.confirmedShare).toBeGreaterThanOrEqual(short.confirmedShare)
          expect(long.waitMsPerHundred).toBeGreaterThanOrEqual(short.waitMsPerHundred - 1e-6)
        },
      ),
    )
  })

  it('differs from the exact result by at most the width of a bin', () => {
    fc.assert(
      fc.property(times, fc.nat(50), timeout, (all, unanswered, at) => {
        const found = whatIf(binsOver(all), unanswered, at)
        const handedOver = all.length + unanswered
        const waited = all.reduce((sum, ms) => sum + Math.min(ms, at), unanswered * at)
        const within = (ms: number) => all.filter((each) => each <= ms).length / handedOver
        expect(found?.answeredShare).toBeGreaterThanOrEqual(within(at / 1.08 - 1) - 1e-9)
        expect(found?.answeredShare).toBeLessThanOrEqual(within(at * 1.08) + 1e-9)
        const wait = ((found?.waitMsPerHundred ?? 0) * handedOver) / 100
        expect(Math.abs(wait - waited)).toBeLessThanOrEqual(waited * 0.08 + handedOver)
      }),
    )
  })

  it('is exact if the time-out falls into no bin', () => {
    const bins = [
      { fromMs: 900, toMs: 1_100, confirmed: 60, refused: 20 },
      { fromMs: 7_900, toMs: 8_100, confirmed: 10, refused: 0 },
    ]
    expect(whatIf(bins, 10, 5_000)).toEqual({
      timeoutMs: 5_000,
      answeredShare: 0.8,
      confirmedShare: 0.6,
      waitMsPerHundred: 80 * 1_000 + 20 * 5_000,
    })
  })

  it('is null for a provider without hand-overs', () => {
    expect(whatIf([], 0, 5_000)).toBeNull()
  })
})

describe('the recommended time-out', () => {
  it('keeps 98 % of the receipts and is within bounds', () => {
    fc.assert(
      fc.property(fc.array(time, { minLength: 30, maxLength: 300 }), (all) => {
        const recommended = recommendedTimeout(binsOver(all))
        expect(recommended).toBeGreaterThanOrEqual(1_000)
        expect(recommended).toBeLessThanOrEqual(86_400_000)
        const kept = all.filter((ms) => ms <= (recommended ?? 0)).length
        if (recommended !== 86_400_000) expect(kept / all.length).toBeGreaterThanOrEqual(0.98)
      }),
    )
  })

  it('is not much longer than necessary', () => {
    const all = Array.from({ length: 1_000 }, (_, index) => (index + 1) * 6)
    const recommended = recommendedTimeout(binsOver(all))
    expect(recommended).toBeGreaterThanOrEqual(5_880)
    expect(recommended).toBeLessThanOrEqual(5_880 * 1.08 + 500)
  })

  it('is not given with fewer than 30 receipts, and says so', () => {
    const bins = binsOver(Array.from({ length: 29 }, () => 1_000))
    expect(receiptsIn(bins)).toBe(29)
    expect(recommendedTimeout(bins)).toBeNull()
    expect(recommendationReason(bins, null)).toBe(
      '29 receipts seen; a time-out can be recommended from 30 on.',
    )
    expect(timeThatKeeps([], 0.98)).toBeNull()
  })
})

describe('in words', () => {
  const at = (timeoutMs: number, answeredShare: number, waitMs: number) => ({
    timeoutMs,
    answeredShare,
    confirmedShare: answeredShare,
    waitMsPerHundred: waitMs,
  })

  it.each([
    [
      at(6_000, 0.873, 300_000),
      'With 6 s instead of 10 s: 3 % fewer receipts in time, 40 s less waiting per hundred packets.',
    ],
    [
      at(15_000, 1, 400_000),
      'With 15 s instead of 10 s: 11 % more receipts in time, 1 min more waiting per hundred packets.',
    ],
    [at(9_900, 0.9, 340_100), 'With 9.9 s instead of 10 s: as many receipts in time, as much waiting.'],
    [at(10_000, 0.9, 340_000), '10 s is the present time-out.'],
  ])('compares two time-outs', (other, words) => {
    expect(compared(at(10_000, 0.9, 340_000), other)).toBe(words)
  })

  it('reports that no receipt came in time with the present time-out', () => {
    expect(compared(at(10_000, 0, 1_000_000), at(20_000, 0.5, 1_500_000))).toContain(
      'receipts in time where there were none',
    )
  })
})
