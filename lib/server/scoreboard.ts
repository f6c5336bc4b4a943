/** The scoreboard of a window, made at most once a second for all readers. */
import 'server-only'
import type { Scoreboard, ScoreboardRow, ScoreboardWindow } from '@/lib/contract/scoreboard'
import { inOrder, stateOf, untouched } from '@/lib/directory/state'
import { type Bin, binsOf, ProviderSums, quantile, receiptsIn, sumsByProvider } from '@/lib/scoreboard/sums'
import { recommendationReason, recommendedTimeout, type WhatIf, whatIf } from '@/lib/scoreboard/time-outs'
import { sharedDirectory } from '@/lib/server/directory/read'
import { settings } from '@/lib/server/env'
import { Pulse } from '@/lib/server/live/pulse'
import { attention } from '@/lib/server/packets/counts'
import { log } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { tally } from '@/lib/server/receipts/tally'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { mergeSums, startOfSum, sumAttempts, sumEndings } from '@/lib/store/scoreboard'

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

/** May be the result of the previous read, but is at most 15 s old. @throws ApiError STORE_UNREACHABLE */
export function readScoreboard(window: ScoreboardWindow): Promise<Scoreboard> {
  return boards()[window].recent()
}

const recent = processWide(
  'recent-sums',
  () =>
    new SharedRead(
      () => callStore((db) => sumAttempts(db, beginningOf('1h'))).then(sumsByProvider),
      maxAgeMs,
    ),
)

/** The sums of each provider for the last hour. @throws ApiError STORE_UNREACHABLE */
export function recentSums(): Promise<ReadonlyMap<string, ProviderSums>> {
  return recent().fresh()
}

/** Milliseconds since the epoch. */
export function beginningOf(window: ScoreboardWindow): number {
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

/** Compacts the sums and stores the counts of this process, periodically. After an outage the next run catches up. */
export function keepMerging(): void {
  new Pulse(mergeEveryMs, async () => {
    try {
      await tally().store()
      await callStore((db) => mergeSums(db, Date.now()))
    } catch (error) {
      log().debug({ err: error }, 'sums were not merged')
    }
  }).start()
}

/** Time-outs by provider, in the order in force; the configured ones while the directory cannot be read. */
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

/**
 * The store knows former providers for as long as their packets. If the file was edited often, they must not fill the
 * page.
 */
const mostFormer = 50

/** @param timeouts the time-outs in force by provider, in routing order; milliseconds */
function rowsOf(
  providers: ReadonlyMap<string, ProviderSums>,
  timeouts: ReadonlyMap<string, number>,
): ScoreboardRow[] {
  const former = [...providers.keys()].filter((name) => !timeouts.has(name)).sort()
  const names = [...timeouts.keys(), ...former.slice(0, mostFormer)]
  return names.map((name) =>
    rowOf(name, providers.get(name) ?? new ProviderSums(), timeouts.get(name) ?? null),
  )
}

function rowOf(provider: string, sums: ProviderSums, receiptTimeoutMs: number | null): ScoreboardRow {
  const histogram = binsOf(sums)
  const { counts } = sums
  const unanswered = counts.silent - counts.late
  const timeoutMs = recommendedTimeout(histogram)
  return {
    provider,
    receiptTimeoutMs,
    ...counts,
    unanswered,
    receipts: receiptsIn(histogram),
    receiptMs: quantilesOf(histogram),
    histogram: histogram.map(({ fromMs, toMs, ...counted }) => {
      return { fromMs: sixDigits(fromMs), toMs: sixDigits(toMs), ...counted }
    }),
    whatIf: candidates(receiptTimeoutMs, timeoutMs).flatMap((candidate) => {
      const told = whatIf(histogram, unanswered, candidate)
      return told === null ? [] : rounded(told)
    }),
    recommended: { timeoutMs, reason: recommendationReason(histogram, timeoutMs) },
  }
}

function rounded({ timeoutMs, answeredShare, confirmedShare, waitMsPerHundred }: WhatIf): WhatIf {
  return {
    timeoutMs,
    answeredShare: sixDigits(answeredShare),
    confirmedShare: sixDigits(confirmedShare),
    waitMsPerHundred: sixDigits(waitMsPerHundred),
  }
}

/** Further digits are insignificant and would double the size of the answer. */
function sixDigits(value: number): number {
  return Number(value.toPrecision(6))
}

export function quantilesOf(bins: readonly Bin[]): ScoreboardRow['receiptMs'] {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(bins, share))
  if (p50 == null || p90 == null || p99 == null) return null
  return { p50: Math.round(p50), p90: Math.round(p90), p99: Math.round(p99) }
}

const usual = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 60].map((seconds) => seconds * 1000)

/** Common time-outs, the current and the recommended one, and fractions and multiples of the current one. */
function candidates(present: number | null, recommended: number | null): number[] {
  const parts = present === null ? [] : [0.25, 0.5, 0.75, 1, 1.5, 2].map((part) => Math.round(present * part))
  const all = [...usual, ...parts, ...(recommended === null ? [] : [recommended])]
  return [...new Set(all)].filter((ms) => ms >= 1_000).sort((one, other) => one - other)
}
