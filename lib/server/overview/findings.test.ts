import { expect, test } from 'vitest'
import type { Finding } from '@/lib/contract/health-report'
import type { Provider } from '@/lib/contract/provider-list'
import { overviewFindings } from './findings'

const now = Date.UTC(2026, 0, 1, 12)

type Known = Parameters<typeof overviewFindings>[0]['providers'][number]

function provider(name: string, state: Partial<Provider['state']> = {}): Known {
  const breaker = { state: 'closed', since: null, reason: null, nextProbeAt: null } as const
  const times = { receiptTimeoutMs: 10_000, configuredTimeoutMs: 10_000 }
  return { name, state: { drained: null, breaker, probe: null, ...times, ...state } }
}

function told(known: Partial<Parameters<typeof overviewFindings>[0]>): [string, string][] {
  const all = {
    health: [],
    waiting: null,
    doubled: 0,
    providers: [provider('RouteA')],
    growth: null,
    alerts: [],
    now,
    ...known,
  }
  return overviewFindings(all).map(({ what, page }) => [what, page])
}

test('there are no findings if everything works and nothing waits', () => {
  expect(told({})).toEqual([])
})

test('waiting packets and double deliveries are findings that link to their lists', () => {
  const waiting = { count: 3, why: 'outage', since: new Date(now - 90_000).toISOString() } as const
  expect(told({ doubled: 2, waiting })).toEqual([
    ['Packets wait: 3, for 1 min 30 s.', '/packets?flag=waiting'],
    ['Packets were delivered twice within the last 24 hours: 2.', '/packets?flag=doubled&within=24h'],
  ])
})

test('a count that stopped at its limit is not presented as exact', () => {
  const waiting = { count: 10_001, why: 'paused', since: new Date(now - 60_000).toISOString() } as const
  expect(told({ doubled: 10_001, waiting }).map(([what]) => what)).toEqual([
    'Packets wait: more than 10,000, for 1 min.',
    'Packets were delivered twice within the last 24 hours: more than 10,000.',
  ])
})

test('a growing backlog is reported with its growth', () => {
  expect(told({ growth: { unended: 100_000, more: 89_999, overMs: 300_000 } })).toEqual([
    ['The backlog grows: 100,000 packets have not ended, 89,999 more than 5 min ago.', '/packets'],
  ])
})

test('a view that alerts is reported with its threshold, its start and a link to its list', () => {
  const view = {
    id: 'v1',
    name: 'Late today',
    filter: { flag: 'late', within: 'today' },
    atLeast: 20,
  } as const
  expect(told({ alerts: [{ view, since: new Date(now - 300_000).toISOString() }] })).toEqual([
    ['The view "Late today" reached 20 packets 5 min ago.', '/packets?flag=late&within=today'],
  ])
})

test('providers with open breakers come before drained ones, and after other parts that are wrong', () => {
  const open = { state: 'open', since: null, reason: '5 of 5 attempts failed.', nextProbeAt: null } as const
  const drained = { since: new Date(now).toISOString(), reason: 'maintenance' }
  const finding: Finding = {
    severity: 'wrong',
    what: 'No worker is alive.',
    advice: 'Start one.',
    page: '/health',
  }
  const providers = [
    provider('RouteA', { drained }),
    provider('RouteB', { breaker: open }),
    provider('RouteC'),
  ]
  expect(told({ health: [finding], providers })).toEqual([
    ['No worker is alive.', '/health'],
    ['RouteB is passed over: its circuit breaker is open.', '/providers'],
    ['RouteA is drained.', '/providers'],
  ])
})
