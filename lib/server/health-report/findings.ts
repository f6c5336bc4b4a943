/** Findings: what should be set right and what to do, derived from what the parts report. */
import type { Finding, HealthReport } from '@/lib/contract/health-report'
import { pagePaths } from '@/lib/contract/paths'
import type { SelfTestList } from '@/lib/contract/self-test'
import type { Health } from '@/lib/contract/streams'
import { formatDuration } from '@/lib/packet/duration'

export type Parts = Omit<HealthReport, 'findings'>

/** Smaller clock differences do no harm. Timers that are two seconds late count as an outage. */
const toleratedClockMs = 1_000
/** A worker whose copy of the directory is older does not trust it and hands nothing over. */
const toleratedDirectoryMs = 15_000
const longWaitMs = 60_000
/** The time of three scheduled self-tests. */
const missedSelfTestMs = 180_000

/** @param selfTests null where they cannot be read */
export function findingsOf(
  parts: Parts,
  health: Health,
  selfTests: SelfTestList | null,
  now: number,
): Finding[] {
  const all = [
    ...ofServers(parts, health),
    ...ofWorkers(parts),
    ...ofQueues(parts),
    ...ofIntake(parts),
    ...ofPackets(health),
    ...ofSelfTests(selfTests, now),
    ...ofClocks(parts),
    ...ofStreams(parts),
  ]
  return [
    ...all.filter(({ severity }) => severity === 'wrong'),
    ...all.filter(({ severity }) => severity === 'notice'),
  ]
}

function wrong(what: string, advice: string, page: string = pagePaths.health): Finding {
  return { severity: 'wrong', what, advice, page }
}

function notice(what: string, advice: string, page: string = pagePaths.health): Finding {
  return { severity: 'notice', what, advice, page }
}

function ofServers({ temporal, store }: Parts, health: Health): Finding[] {
  const isSetBack = store.is === 'up' && health.store === 'down'
  return [
    ...(store.is === 'down'
      ? [
          wrong(
            'PostgreSQL gives no answer.',
            `Start the server at ${store.address}, or correct DATABASE_URL.`,
          ),
        ]
      : []),
    ...(isSetBack ? [wrong('The store cannot be used.', health.reasons[0] ?? '')] : []),
    ...(temporal.is === 'down' ? [wrong('Temporal gives no answer.', temporal.why)] : []),
  ]
}

function ofWorkers({ workers, at }: Parts): Finding[] {
  if (workers.is === 'unknown') return []
  const { items } = workers
  const running = items.filter(({ state }) => state === 'running')
  const builds = new Set(running.flatMap(({ build }) => (build === null ? [] : [build])))
  return [
    ...(running.length === 0
      ? [
          wrong(
            'No worker is alive.',
            'Start one (npm start, or the worker container). Packets are safe and wait in the queue.',
          ),
        ]
      : []),
    ...items
      .filter(({ state }) => state === 'silent')
      .map(({ identity }) =>
        notice(
          `Worker ${identity} has fallen silent.`,
          'It was killed, or it hangs. Check its log. Other workers take over its tasks.',
        ),
      ),
    ...running.flatMap(({ identity, directoryAgeMs, startedAt }) => {
      // A worker that has just started may not have read the directory yet.
      const isNew = startedAt !== null && Date.parse(at) - Date.parse(startedAt) < toleratedDirectoryMs
      if (isNew || (directoryAgeMs !== null && directoryAgeMs <= toleratedDirectoryMs)) return []
      const since = directoryAgeMs === null ? 'yet' : 'for a while'
      return [
        notice(
          `Worker ${identity} has not read the provider directory ${since}.`,
          'Until it does, it hands over no packets. If this lasts, check that it can reach PostgreSQL.',
        ),
      ]
    }),
    ...running
      .filter(({ activities }) => activities.free === 0)
      .map(({ identity }) =>
        notice(`Worker ${identity} has no free slot.`, 'Start more workers, or raise MAX_CONCURRENT_TASKS.'),
      ),
    ...(builds.size > 1
      ? [notice('Workers run different builds.', 'If no deployment is under way, bring them to one version.')]
      : []),
  ]
}

function ofQueues({ queues, workers }: Parts): Finding[] {
  // If no worker is alive, `ofWorkers` already says so.
  if (queues.is === 'unknown' || workers.is === 'unknown') return []
  if (!workers.items.some(({ state }) => state === 'running')) return []
  return queues.items.flatMap(({ name, backlog, oldestMs, workers: serving, isHeld }) => {
    if (backlog === 0 || isHeld) return []
    if (serving === 0)
      return [wrong(`No worker takes tasks from the queue ${name}.`, 'Restart a worker and check its log.')]
    if (oldestMs === null || oldestMs < longWaitMs) return []
    return [
      notice(
        `The oldest task in the queue ${name} has waited ${formatDuration(oldestMs)}.`,
        'Workers are behind: start more, or wait.',
      ),
    ]
  })
}

function ofIntake({ intake }: Parts): Finding[] {
  if (intake.is === 'unknown') return []
  const up = intake.items.filter(({ upSince }) => upSince !== null)
  if (up.length > 0) return []
  return [
    wrong(
      'No web process can take receipts.',
      'The web processes cannot write to PostgreSQL: check web.log. Carriers send their receipts again.',
    ),
  ]
}

function ofPackets({ sending, stuck, warnings }: Health): Finding[] {
  return [
    ...(stuck !== null && stuck > 0
      ? [
          wrong(
            `Packets are stuck: ${stuck}.`,
            'No worker can go on with them. Deploy the previous version; see "Packets are stuck" in docs/operations.md.',
            `${pagePaths.packets}?flag=stuck`,
          ),
        ]
      : []),
    ...(sending?.state === 'paused'
      ? [
          notice(
            'All sending is paused.',
            `An operator paused it: "${sending.reason}". Resume sending on the Providers page.`,
            pagePaths.providers,
          ),
        ]
      : []),
    ...warnings.map(ofWarning),
  ]
}

function ofWarning(warning: string): Finding {
  return warning.includes('CALLBACK_URL')
    ? notice(warning, 'Correct CALLBACK_URL.')
    : notice(warning, 'That page shows who disabled it, or what failed.', pagePaths.notifications)
}

function ofSelfTests(list: SelfTestList | null, now: number): Finding[] {
  if (list === null || list.stale !== null) return []
  const { items, schedule } = list
  const telling = items.find(({ state, failedTries }) => state !== 'running' || failedTries > 0)
  return [
    ...(telling !== undefined && telling.state !== 'passed'
      ? [
          wrong(
            // Leave out the count of tries, so that the finding stays the same from try to try.
            `The self-test fails: ${telling.lastError ?? telling.sentence}`,
            telling.failedTries > 0
              ? 'Start the greeting service, or correct GREETING_URL of the workers. Deliveries do not depend on it.'
              : 'See which step failed on the Health page.',
          ),
        ]
      : []),
    ...(schedule.is === 'paused'
      ? [notice('The Schedule of self-tests is paused.', 'Resume the Schedule "self-test" in Temporal.')]
      : []),
    ...(schedule.is === 'missing'
      ? [
          notice(
            'There is no Schedule of self-tests.',
            'A worker creates it when it starts, or within ten minutes.',
          ),
        ]
      : []),
    ...(schedule.is === 'running' && !isRecent(items[0]?.startedAt, now)
      ? [
          notice(
            'No self-test has run for three minutes.',
            'Run one on the Health page, and see where it stops.',
          ),
        ]
      : []),
  ]
}

/** If no self-test has ever run, none counts as missed. */
function isRecent(startedAt: string | undefined, now: number): boolean {
  return startedAt === undefined || now - Date.parse(startedAt) < missedSelfTestMs
}

function ofClocks({ clocks }: Parts): Finding[] {
  return clocks.flatMap((clock) => {
    if (clock.is === 'unknown') return []
    const { of, aheadMs, withinMs } = clock
    if (Math.abs(aheadMs) - withinMs < toleratedClockMs) return []
    const how = `${formatDuration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'}`
    return [
      wrong(
        `The clock of ${of} is ${how} that of this web process.`,
        'Synchronize both machines with a time server (NTP). Deadlines and signatures depend on their clocks.',
      ),
    ]
  })
}

function ofStreams({ streams: { viewers, most } }: Parts): Finding[] {
  if (viewers < most * 0.9) return []
  return [
    notice(
      `${viewers} of ${most} live views are open.`,
      'Raise MAX_VIEWERS, or start another web process. Pages beyond the limit refresh every 10 s instead.',
    ),
  ]
}
