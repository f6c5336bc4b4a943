import { describe, expect, test } from 'vitest'
import type { WorkerHealth } from '@/lib/contract/health-report'
import { pagePaths } from '@/lib/contract/paths'
import type { SelfTest, SelfTestList } from '@/lib/contract/self-test'
import type { Health } from '@/lib/contract/streams'
import { findingsOf, type Parts } from './findings'

const now = Date.UTC(2026, 0, 1, 12)
const iso = (ms: number) => new Date(ms).toISOString()

const worker: WorkerHealth = {
  identity: '7@worker',
  state: 'running',
  build: 'b1',
  startedAt: iso(now - 60_000),
  heardAt: iso(now - 500),
  directoryAgeMs: 900,
  workflows: { used: 1, free: 79 },
  activities: { used: 1, free: 199 },
}

const queue = { name: 'data-routing', backlog: 0, oldestMs: null, workers: 1, isHeld: false }
const intake = { name: '3@web', upSince: iso(now - 60_000), heardAt: iso(now) }

const well: Parts = {
  at: iso(now),
  web: { name: '3@web', build: 'b', startedAt: iso(now - 60_000) },
  temporal: {
    is: 'up',
    address: '127.0.0.1:7233',
    namespace: 'default',
    version: '1',
    storage: 'sqlite',
    latencyMs: 2,
  },
  store: { is: 'up', address: '127.0.0.1/waybill', version: '18', latencyMs: 1 },
  workers: { is: 'known', items: [worker] },
  queues: { is: 'known', items: [queue] },
  intake: { is: 'known', items: [intake] },
  streams: { viewers: 3, most: 1000, packets: 1, lists: 1 },
  clocks: [
    { is: 'known', of: 'PostgreSQL', aheadMs: 900, withinMs: 1, at: iso(now) },
    { is: 'unknown', of: 'Temporal', why: 'Not measured yet.' },
  ],
}

const healthy: Health = {
  store: 'up',
  temporal: 'up',
  workers: 1,
  reasons: [],
  sending: null,
  stuck: 0,
  warnings: [],
}

const selfTest: SelfTest = {
  id: 'r',
  trigger: 'schedule',
  state: 'passed',
  startedAt: iso(now - 30_000),
  endedAt: iso(now - 29_900),
  ms: 100,
  sentence: 'It works.',
  greeting: 'Hi',
  failedTries: 0,
  lastError: null,
  nextTryAt: null,
  steps: [],
}

const tests: SelfTestList = { items: [selfTest], schedule: { is: 'running', nextAt: null }, stale: null }

/** Each finding as "wrong: …" or "notice: …". */
function found(
  parts: Partial<Parts> = {},
  health: Partial<Health> = {},
  list: SelfTestList | null = tests,
): string[] {
  return findingsOf({ ...well, ...parts }, { ...healthy, ...health }, list, now).map(
    ({ severity, what }) => `${severity}: ${what}`,
  )
}

test('there are no findings while all is well', () => {
  expect(found()).toEqual([])
})

test('a part that is down is reported with advice, and what depends on it is not reported too', () => {
  const unknown = { is: 'unknown', why: 'Temporal tells this.' } as const
  const down = { is: 'down', address: 'a:1', namespace: 'default', why: 'Nothing listens there.' } as const
  const findings = findingsOf(
    { ...well, temporal: down, workers: unknown, queues: unknown },
    healthy,
    { ...tests, stale: 'It cannot be asked.' },
    now,
  )
  expect(findings).toEqual([
    {
      severity: 'wrong',
      what: 'Temporal gives no answer.',
      advice: 'Nothing listens there.',
      page: '/health',
    },
  ])
  const storeDown = { is: 'down', address: 'db:5432/waybill', why: 'No answer.' } as const
  expect(found({ store: storeDown, intake: unknown }, {}, null)).toEqual([
    'wrong: PostgreSQL gives no answer.',
  ])
})

describe('workers', () => {
  const known = (...items: WorkerHealth[]) => ({ workers: { is: 'known' as const, items } })

  test.each([
    [[], 'wrong: No worker is alive.'],
    [
      [worker, { ...worker, identity: '8@worker', state: 'silent' as const }],
      'notice: Worker 8@worker has fallen silent.',
    ],
    [
      [{ ...worker, directoryAgeMs: 60_000 }],
      'notice: Worker 7@worker has not read the provider directory for a while.',
    ],
    [
      [{ ...worker, directoryAgeMs: null }],
      'notice: Worker 7@worker has not read the provider directory yet.',
    ],
    [[{ ...worker, activities: { used: 200, free: 0 } }], 'notice: Worker 7@worker has no free slot.'],
    [[worker, { ...worker, identity: '8@worker', build: 'b2' }], 'notice: Workers run different builds.'],
  ])('%#', (items, finding) => {
    expect(found(known(...items))).toEqual([finding])
  })
})

test('a worker that has just started may not have read the directory yet', () => {
  const started = { ...worker, startedAt: iso(now - 3_000), directoryAgeMs: null }
  expect(found({ workers: { is: 'known', items: [started] } })).toEqual([])
})

describe('queues', () => {
  const waits = { ...queue, backlog: 5, oldestMs: 90_000 }
  const known = (item: typeof waits) => ({ queues: { is: 'known' as const, items: [item] } })

  test('a queue without workers is wrong, a slow one is a notice, and a held one is neither', () => {
    expect(found(known({ ...waits, workers: 0 }))).toEqual([
      'wrong: No worker takes tasks from the queue data-routing.',
    ])
    expect(found(known(waits))).toEqual([
      'notice: The oldest task in the queue data-routing has waited 1 min 30 s.',
    ])
    expect(found(known({ ...waits, isHeld: true }))).toEqual([])
    expect(found(known({ ...waits, oldestMs: 5_000 }))).toEqual([])
  })
})

test('it is wrong if no web process can take receipts', () => {
  const silent = { ...intake, upSince: null }
  expect(found({ intake: { is: 'known', items: [silent] } })).toEqual([
    'wrong: No web process can take receipts.',
  ])
  expect(found({ intake: { is: 'known', items: [intake, silent] } })).toEqual([])
})

test('a clock is wrong if it differs by a second even after the measuring error is subtracted', () => {
  const clock = {
    is: 'known',
    of: 'worker 7@worker',
    aheadMs: -3_600_000,
    withinMs: 2,
    at: iso(now),
  } as const
  expect(found({ clocks: [clock] })).toEqual([
    'wrong: The clock of worker 7@worker is 1 h behind that of this web process.',
  ])
  expect(found({ clocks: [{ ...clock, aheadMs: 1_500, withinMs: 900 }] })).toEqual([])
})

test('each warning leads to the page where it is mended', () => {
  const warnings = ['CALLBACK_URL does not lead to the receipts.', 'A subscription is disabled.']
  const pages = findingsOf(well, { ...healthy, warnings }, tests, now).map(({ page }) => page)
  expect(pages).toEqual([pagePaths.health, pagePaths.notifications])
})

test('stuck packets, a pause, warnings and full live views are reported', () => {
  const sending = { state: 'paused', since: iso(now), reason: 'maintenance' } as const
  expect(
    found(
      { streams: { viewers: 950, most: 1000, packets: 1, lists: 1 } },
      { stuck: 2, sending, warnings: ['CALLBACK_URL does not lead to the receipts.'] },
    ),
  ).toEqual([
    'wrong: Packets are stuck: 2.',
    'notice: All sending is paused.',
    'notice: CALLBACK_URL does not lead to the receipts.',
    'notice: 950 of 1000 live views are open.',
  ])
})

describe('self-tests', () => {
  const list = (more: Partial<SelfTest>, schedule: SelfTestList['schedule'] = tests.schedule) => ({
    ...tests,
    items: [{ ...selfTest, ...more }],
    schedule,
  })

  test('a failing one is wrong, also while it is retried', () => {
    const failing = { state: 'running', failedTries: 3, lastError: 'No answer.' } as const
    expect(found({}, {}, list(failing))).toEqual(['wrong: The self-test fails: No answer.'])
    expect(found({}, {}, list({ state: 'failed', sentence: 'No worker took it.' }))).toEqual([
      'wrong: The self-test fails: No worker took it.',
    ])
  })

  test('one that has just begun is ignored, and the one before it counts', () => {
    const begun = { ...selfTest, id: 's', state: 'running' as const }
    expect(found({}, {}, { ...tests, items: [begun, selfTest] })).toEqual([])
  })

  test('a Schedule that does not run is a notice', () => {
    expect(found({}, {}, list({ startedAt: iso(now - 200_000) }))).toEqual([
      'notice: No self-test has run for three minutes.',
    ])
    expect(found({}, {}, list({}, { is: 'paused', note: null }))).toEqual([
      'notice: The Schedule of self-tests is paused.',
    ])
    expect(found({}, {}, list({}, { is: 'missing' }))).toEqual([
      'notice: There is no Schedule of self-tests.',
    ])
  })
})
