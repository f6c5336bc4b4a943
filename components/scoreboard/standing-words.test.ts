import { expect, test } from 'vitest'
import type { Scoreboard } from '@/lib/contract/scoreboard'
import { lagWords, standingWords } from './standing-words'

const board: Scoreboard = {
  window: '24h',
  since: '2026-03-01T09:00:00.000Z',
  completeSince: '2026-03-01T09:00:00.000Z',
  rebuilding: false,
  lagMs: 3_400,
  countedPackets: 1_234,
  settlingPackets: 0,
  items: [],
}

test.each([
  [{}, '1,234 packets closed since 2026-03-01 09:00 UTC, counted 3 s ago.'],
  [{ countedPackets: 1, lagMs: 400 }, '1 packet closed since 2026-03-01 09:00 UTC, counted just now.'],
  [
    { rebuilding: true, completeSince: '2026-03-02T07:31:59.000Z' },
    'The sums are being built: 1,234 packets counted so far, complete back to 2026-03-02 07:31 UTC.',
  ],
])('says what is counted', (change, words) => {
  expect(standingWords({ ...board, ...change })).toBe(words)
})

test.each([
  [null, ''],
  [0, ''],
  [1, ' 1 more still settles and is counted then.'],
  [2_000, ' 2,000 more still settle and are counted then.'],
])('tells of packets that are not counted yet', (settlingPackets, words) => {
  expect(standingWords({ ...board, settlingPackets })).toBe(`${standingWords(board)}${words}`)
})

test('says when it lags behind, and not before', () => {
  expect(lagWords(board)).toBeNull()
  expect(lagWords({ ...board, lagMs: 20_000 })).toContain('newer endings are missing')
})
