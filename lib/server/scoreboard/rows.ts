/** From sums to what the API tells of each provider. */
import 'server-only'
import type { ScoreboardRow } from '@/lib/contract/scoreboard'
import { type Bin, binsOf, quantile, receiptsIn } from '@/lib/scoreboard/bins'
import { recommendedTimeout } from '@/lib/scoreboard/recommendation'
import { ProviderSums } from '@/lib/scoreboard/sums'
import { whatIf } from '@/lib/scoreboard/what-if'
import { recommendationReason } from '@/lib/scoreboard/words'

/** Names of former providers are kept for as long as their packets; a file edited often must not fill a page. */
const mostFormer = 50

/** @param timeouts in force, by the names of the providers in routing order; milliseconds */
export function rowsOf(
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
    histogram,
    whatIf: candidates(receiptTimeoutMs, timeoutMs).flatMap(
      (candidate) => whatIf(histogram, unanswered, candidate) ?? [],
    ),
    recommended: { timeoutMs, reason: recommendationReason(histogram, timeoutMs) },
  }
}

function quantilesOf(bins: readonly Bin[]): ScoreboardRow['receiptMs'] {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(bins, share))
  if (p50 == null || p90 == null || p99 == null) return null
  return { p50: Math.round(p50), p90: Math.round(p90), p99: Math.round(p99) }
}

const usual = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 60].map((seconds) => seconds * 1000)

/** Usual time-outs, the present and the recommended one, and parts and multiples of the present. */
function candidates(present: number | null, recommended: number | null): number[] {
  const parts = present === null ? [] : [0.25, 0.5, 0.75, 1, 1.5, 2].map((part) => Math.round(present * part))
  const all = [...usual, ...parts, ...(recommended === null ? [] : [recommended])]
  return [...new Set(all)].filter((ms) => ms >= 1_000).sort((one, other) => one - other)
}
