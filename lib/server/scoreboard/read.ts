/** The scoreboard of a window, made at most once a second however many ask. */
import 'server-only'
import type { Scoreboard, ScoreboardWindow } from '@/lib/contract/scoreboard'
import { inOrder, stateOf, untouched } from '@/lib/directory/state'
import { type ProviderSums, sumsByProvider } from '@/lib/scoreboard/sums'
import { sharedDirectory } from '@/lib/server/directory/read'
import { settings } from '@/lib/server/env'
import { Pulse } from '@/lib/server/live/pulse'
import { log } from '@/lib/server/log'
import { attention } from '@/lib/server/packets/counts'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { mergeSums, startOfSum, sumAttempts, sumEndings } from '@/lib/store/scoreboard'
import { rowsOf } from './rows'

const maxAgeMs = 1_000
const hour = 3_600_000

const windowMs: Record<ScoreboardWindow, number> = {
  '1h': hour,
  '24h': 24 * hour,
  '7d': 7 * 24 * hour,
}

const boards = processWide('scoreboards', () => {
  const shared = (window: ScoreboardWindow) => new SharedRead(() => make(window), maxAgeMs)
  return { '1h': shared('1h'), '24h': shared('24h'), '7d': shared('7d') }
})

/** @throws ApiError STORE_UNREACHABLE */
export function readScoreboard(window: ScoreboardWindow): Promise<Scoreboard> {
  return boards()[window].fresh()
}

const recent = processWide(
  'recent-sums',
  () =>
    new SharedRead(
      () => callStore((db) => sumAttempts(db, beginningOf('1h'))).then(sumsByProvider),
      maxAgeMs,
    ),
)

/** What each provider did within the last hour. @throws ApiError STORE_UNREACHABLE */
export function recentSums(): Promise<ReadonlyMap<string, ProviderSums>> {
  return recent().fresh()
}

function beginningOf(window: ScoreboardWindow): number {
  const now = Date.now()
  return startOfSum(now - windowMs[window], now)
}

async function make(window: ScoreboardWindow): Promise<Scoreboard> {
  const since = beginningOf(window)
  const [sums, endings, { settling }, timeouts] = await Promise.all([
    callStore((db) => sumAttempts(db, since)),
    callStore((db) => sumEndings(db, since)),
    attention().fresh(),
    timeoutsInForce(),
  ])
  return {
    window,
    since: new Date(since).toISOString(),
    countedPackets: endings.reduce((total, { count }) => total + count, 0),
    settlingPackets: settling,
    items: rowsOf(sumsByProvider(sums), timeouts),
  }
}

const mergeEveryMs = 5_000

/** Keeps the sums short while packets end. What cannot be merged during an outage is merged after it. */
export function keepMerging(): void {
  new Pulse(mergeEveryMs, () =>
    callStore((db) => mergeSums(db, Date.now())).catch((error: unknown) => {
      log().debug({ err: error }, 'sums were not merged')
    }),
  ).start()
}

/** By the names of the providers in the order in force; as configured while the directory cannot be read. */
async function timeoutsInForce(): Promise<Map<string, number>> {
  const state = await sharedDirectory()
    .get()
    .then((directory) => directory.state)
    .catch(() => untouched)
  const entries = inOrder(state, settings().providers).map(({ name, receiptTimeoutMs }) => {
    return [name, stateOf(state, name).receiptTimeoutMs ?? receiptTimeoutMs] as const
  })
  return new Map(entries)
}
