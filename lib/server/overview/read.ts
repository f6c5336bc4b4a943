/** The overview of a window, made at most once a second for all readers. */
import 'server-only'
import type { EndCounts, Findings, Overview, OverviewWindow } from '@/lib/contract/overview'
import { endStatuses } from '@/lib/packet/packet'
import { binsOf, ProviderSums, receiptsIn, sumsByProvider } from '@/lib/scoreboard/sums'
import { readHealthReport } from '@/lib/server/health-report/read'
import { attention, countMatching } from '@/lib/server/packets/counts'
import { processWide } from '@/lib/server/process-wide'
import { listProviders } from '@/lib/server/providers/list'
import { beginningOf, quantilesOf } from '@/lib/server/scoreboard'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { readAlerts } from '@/lib/server/views'
import { type EndedSum, sumAttempts, sumEnded, sumRefused } from '@/lib/store/scoreboard'
import { backlogGrowth } from './backlog'
import { overviewFindings } from './findings'

const maxAgeMs = 1_000
const minute = 60_000
const hour = 60 * minute

/** Steps of the chart, no finer than the stored sums for the window. */
const steps: Record<OverviewWindow, number> = { '1h': minute, '24h': hour, '7d': 6 * hour }

const overviews = processWide('overviews', () => {
  const shared = (window: OverviewWindow) => new SharedRead(() => make(window), maxAgeMs)
  return { '1h': shared('1h'), '24h': shared('24h'), '7d': shared('7d') }
})

/** May be the result of the previous read, but is at most 15 s old. @throws ApiError STORE_UNREACHABLE */
export function readOverview(window: OverviewWindow): Promise<Overview> {
  return overviews()[window].recent()
}

const needs = processWide('findings', () => new SharedRead(makeFindings, maxAgeMs))

/** The findings alone, without the counts of a window; at most 15 s old. @throws ApiError STORE_UNREACHABLE */
export function readFindings(): Promise<Findings> {
  return needs().recent()
}

async function makeFindings(): Promise<Findings> {
  const [{ waiting }, doubled, providers, { findings }, alerts] = await Promise.all([
    attention().fresh(),
    // Only recent ones: if all stored packets counted, this finding would never go away.
    countMatching({ flag: 'doubled', within: '24h' }),
    listProviders(),
    readHealthReport(),
    readAlerts(),
  ])
  const growth = backlogGrowth()
  const known = { health: findings, waiting, doubled, providers: providers.items, growth, alerts }
  return { findings: overviewFindings({ ...known, now: Date.now() }), alerts }
}

async function make(window: OverviewWindow): Promise<Overview> {
  const since = beginningOf(window)
  const stepMs = steps[window]
  const [ended, attempts, refused, providers, { findings }] = await Promise.all([
    callStore((db) => sumEnded(db, { since, stepMs })),
    callStore((db) => sumAttempts(db, since)),
    callStore((db) => sumRefused(db, since)),
    listProviders(),
    needs().fresh(),
  ])
  const now = Date.now()
  const counts = countsOf(ended)
  return {
    window,
    since: new Date(since).toISOString(),
    until: new Date(now).toISOString(),
    stepMs,
    endings: partsOf(ended, { since, stepMs, now }),
    counts,
    ended: endStatuses.reduce((sum, status) => sum + counts[status], 0),
    deliveredByFirst: total(ended.filter(({ byFirst }) => byFirst)),
    failedOver: total(ended.filter(({ failedOver }) => failedOver)),
    refusedReceipts: refused.toSorted((one, other) => other.count - one.count),
    providers: receiptTimes(
      sumsByProvider(attempts),
      providers.items.map(({ name }) => name),
    ),
    findings,
  }
}

function partsOf(
  ended: readonly EndedSum[],
  { since, stepMs, now }: { since: number; stepMs: number; now: number },
): Overview['endings'] {
  const parts = new Map<number, EndedSum[]>()
  for (const sum of ended) parts.set(sum.from, [...(parts.get(sum.from) ?? []), sum])
  const length = Math.max(1, Math.ceil((now - since) / stepMs))
  return Array.from({ length }, (_, nth) => {
    const from = since + nth * stepMs
    return { from: new Date(from).toISOString(), counts: countsOf(parts.get(from) ?? []) }
  })
}

function countsOf(ended: readonly EndedSum[]): EndCounts {
  const counts = Object.fromEntries(endStatuses.map((status) => [status, 0])) as EndCounts
  for (const { status, count } of ended) counts[status] += count
  return counts
}

function total(ended: readonly EndedSum[]): number {
  return ended.reduce((sum, { count }) => sum + count, 0)
}

/**
 * The store knows former providers for as long as their packets. If the file was edited often, they must not fill the
 * page.
 */
const mostFormer = 50

function receiptTimes(
  sums: ReadonlyMap<string, ProviderSums>,
  configured: readonly string[],
): Overview['providers'] {
  const former = [...sums.keys()].filter((name) => !configured.includes(name)).sort()
  return [...configured, ...former.slice(0, mostFormer)].map((provider) => {
    const bins = binsOf(sums.get(provider) ?? new ProviderSums())
    return { provider, receipts: receiptsIn(bins), receiptMs: quantilesOf(bins) }
  })
}
