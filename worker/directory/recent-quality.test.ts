import { afterEach, expect, it, vi } from 'vitest'
import { countedAttempts } from '@/lib/scoreboard/counted'
import { type AttemptSum, bucketOf } from '@/lib/scoreboard/sums'
import { type Deed, ledgerOf } from '@/lib/scoreboard/test-support/made-ledger'
import { RecentQuality } from './recent-quality'

afterEach(() => vi.useRealTimers())

function sumsOf(...deeds: Deed[][]): AttemptSum[] {
  return deeds.flatMap((each) =>
    countedAttempts(ledgerOf(each)).map(({ receipt, ...attempt }) => ({
      ...attempt,
      receipt: receipt && { delivered: receipt.delivered, bucket: bucketOf(receipt.ms) },
      count: 1,
    })),
  )
}

const confirmed: Deed[] = [{ does: 'confirms', after: 1_000 }]
const silent: Deed[] = [{ does: 'stays silent' }]

it('never blocks a choice of a provider, and measures every ten seconds at most', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
  let reads = 0
  const quality = new RecentQuality(
    async () => {
      reads += 1
      return sumsOf(confirmed, confirmed, silent)
    },
    () => undefined,
  )
  expect(quality.of('RouteA')).toBeNull()
  await vi.advanceTimersByTimeAsync(1)
  for (let asked = 0; asked < 100; asked++) {
    expect(quality.of('RouteA')).toMatchObject({ attempts: 3, confirmed: 2 })
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(reads).toBe(2)
  expect(quality.of('RouteX')).toBeNull()
})

it('keeps the last measurement while the store cannot be read', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] })
  const failures: unknown[] = []
  let down = false
  const quality = new RecentQuality(
    async () => {
      if (down) throw new Error('no store')
      return sumsOf(confirmed)
    },
    (error) => failures.push(error),
  )
  quality.of('RouteA')
  await vi.advanceTimersByTimeAsync(11_000)
  down = true
  quality.of('RouteA')
  await vi.advanceTimersByTimeAsync(1)
  expect(quality.of('RouteA')).toMatchObject({ confirmed: 1 })
  expect(failures).toHaveLength(1)
})
