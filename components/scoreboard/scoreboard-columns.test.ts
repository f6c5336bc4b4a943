import { expect, test } from 'vitest'
import type { Scoreboard } from '@/lib/contract/scoreboard'
import { standingWords } from './scoreboard-columns'

const board: Scoreboard = {
  window: '24h',
  since: '2026-03-01T09:00:00.000Z',
  countedPackets: 1_234,
  settlingPackets: 0,
  items: [],
}

test.each([
  [{}, '1,234 packets ended since 2026-03-01 09:00 UTC.'],
  [{ countedPackets: 1 }, '1 packet ended since 2026-03-01 09:00 UTC.'],
  [
    { settlingPackets: 1 },
    '1,234 packets ended since 2026-03-01 09:00 UTC. 1 of them may still be corrected by a late receipt.',
  ],
  [
    { settlingPackets: 1_000 },
    '1,234 packets ended since 2026-03-01 09:00 UTC. 1,000 of them may still be corrected by a late receipt.',
  ],
])('says what is counted', (change, words) => {
  expect(standingWords({ ...board, ...change })).toBe(words)
})
