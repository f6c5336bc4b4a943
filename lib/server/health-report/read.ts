/**
 * Reads the state of every part. A part that does not answer is reported as unknown, so that the report is always
 * available.
 */
import 'server-only'
import type { ClockHealth, HealthReport } from '@/lib/contract/health-report'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { getHealth } from '@/lib/server/live/health'
import { hub } from '@/lib/server/live/hub'
import { buildId, log, processName } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { lastClock, listSelfTests } from '@/lib/server/self-test/self-tests'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { callTemporal } from '@/lib/server/temporal/call'
import { readIntakes } from '@/lib/store/intake'
import { type ClockReading, readStoreClock, readVersion } from '@/lib/store/server'
import { readWorkers, type WorkerSeen } from '@/lib/store/workers'
import { findingsOf } from './findings'
import { readQueues } from './queues'
import { readWorkerHealth } from './workers'

const maxAgeMs = 1_500
const patienceMs = 2_500

const shared = processWide('health-report', () => new SharedRead(readNow, maxAgeMs))

/** At most about two seconds old. Never rejects: an outage is part of the report. */
export function readHealthReport(): Promise<HealthReport> {
  return shared().fresh()
}

async function readNow(): Promise<HealthReport> {
  const [health, store, said, intake, selfTests] = await Promise.all([
    getHealth(),
    readStore(),
    orWhy(() => callStore(readWorkers)),
    readIntake(),
    orWhy(listSelfTests),
  ])
  const temporal = await readTemporal(
    health.temporal === 'down' ? (health.reasons.at(-1) ?? 'It gives no answer.') : null,
  )
  const seen = said.is === 'known' ? said.value : []
  const isPaused = health.sending?.state === 'paused'
  const { workers, queues } = await readQueuesAndWorkers(temporal, seen, isPaused)
  const parts = {
    at: new Date().toISOString(),
    web: {
      name: processName(),
      build: buildId(),
      startedAt: new Date(performance.timeOrigin).toISOString(),
    },
    temporal,
    store: store.health,
    workers,
    queues,
    intake,
    streams: { viewers: hub().viewers, most: settings().maxViewers, ...hub().watched },
    clocks: await readClocks(store.clock, seen),
  }
  const list = selfTests.is === 'known' ? selfTests.value : null
  return { ...parts, findings: findingsOf(parts, health, list, Date.now()) }
}

type Known<T> = { is: 'known'; value: T } | { is: 'unknown'; why: string }

async function orWhy<T>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return { is: 'known', value: await read() }
  } catch (error) {
    if (error instanceof ApiError) return { is: 'unknown', why: error.message }
    log().error({ err: error }, 'a part of the health report could not be read')
    return { is: 'unknown', why: 'Could not read this; see the log of the web process.' }
  }
}

async function readTemporal(whyDown: string | null): Promise<HealthReport['temporal']> {
  const { connectionOptions, namespace } = settings().temporal
  const place = { address: connectionOptions.address, namespace }
  if (whyDown !== null) return { is: 'down', ...place, why: whyDown }
  const answer = await orWhy(() =>
    callTemporal(
      async ({ service }) => {
        const began = performance.now()
        const { serverVersion } = await service.getSystemInfo({})
        const latencyMs = tenths(performance.now() - began)
        // The credentials may not permit this call.
        const cluster = await service.getClusterInfo({}).catch(() => null)
        return { version: serverVersion, latencyMs, storage: cluster?.persistenceStore || 'unknown' }
      },
      { limitMs: patienceMs },
    ),
  )
  if (answer.is === 'unknown') return { is: 'down', ...place, why: answer.why }
  return { is: 'up', ...place, ...answer.value }
}

async function readStore(): Promise<{ health: HealthReport['store']; clock: ClockReading | null }> {
  const address = storeAddress()
  const answer = await orWhy(async () => {
    return { version: await callStore(readVersion), clock: await callStore(readStoreClock) }
  })
  if (answer.is === 'unknown') return { health: { is: 'down', address, why: answer.why }, clock: null }
  const { version, clock } = answer.value
  const latencyMs = tenths(2 * clock.withinMs)
  return { health: { is: 'up', address, version, latencyMs }, clock }
}

/** Host and database, without the role and its password. */
function storeAddress(): string {
  const { host, pathname } = new URL(settings().databaseUrl)
  return `${host || 'a local socket'}${pathname}`
}

async function readIntake(): Promise<HealthReport['intake']> {
  const answer = await orWhy(() => callStore(readIntakes))
  if (answer.is === 'unknown') return answer
  const items = answer.value.map(({ name, upSince, seenAt }) => ({
    name,
    upSince: upSince?.toISOString() ?? null,
    heardAt: seenAt.toISOString(),
  }))
  return { is: 'known', items }
}

async function readQueuesAndWorkers(
  temporal: HealthReport['temporal'],
  seen: readonly WorkerSeen[],
  isPaused: boolean,
): Promise<Pick<HealthReport, 'workers' | 'queues'>> {
  if (temporal.is === 'down') {
    const unknown = { is: 'unknown', why: 'This comes from Temporal, which does not answer.' } as const
    return { workers: unknown, queues: unknown }
  }
  const workers = await orWhy(() => readWorkerHealth(seen))
  if (workers.is === 'unknown') return { workers, queues: workers }
  const { items, serving } = workers.value
  const queues = await orWhy(() => readQueues(serving, isPaused))
  return {
    workers: { is: 'known', items },
    queues: queues.is === 'unknown' ? queues : { is: 'known', items: queues.value },
  }
}

/**
 * All clocks relative to that of this process. PostgreSQL's clock is the common reference, which every process
 * compares its own with.
 */
async function readClocks(
  store: ClockReading | null,
  workers: readonly WorkerSeen[],
): Promise<ClockHealth[]> {
  if (store === null) {
    const why = 'Clocks are compared through PostgreSQL, which does not answer.'
    return [{ is: 'unknown', of: 'Temporal', why }]
  }
  const now = Date.now()
  const ofWorkers = new Map(
    workers.map(({ identity, clock, seenMsAgo }) => [
      identity,
      { at: new Date(now - seenMsAgo), clock: added(clock, store) },
    ]),
  )
  const measured = [...ofWorkers].filter(([, { at }]) => now - at.getTime() < measuredWithinMs)
  return [
    known('PostgreSQL', store, new Date(now)),
    ...measured.map(([identity, { clock, at }]) => known(`worker ${identity}`, clock, at)),
    await temporalClock(ofWorkers),
  ]
}

const measuredWithinMs = 60_000

async function temporalClock(workers: ReadonlyMap<string, { clock: ClockReading }>): Promise<ClockHealth> {
  const last = await orWhy(lastClock)
  const told = last.is === 'known' ? last.value : null
  const worker = told && workers.get(told.clock.worker)
  if (told === null || !worker) {
    const why = 'Self-tests measure this; none has ended on a worker that is still known.'
    return { is: 'unknown', of: 'Temporal', why }
  }
  const { aheadMs, withinMs } = told.clock
  return known('Temporal', added(worker.clock, { aheadMs: -aheadMs, withinMs }), told.at)
}

function added(one: ClockReading, other: ClockReading): ClockReading {
  return { aheadMs: one.aheadMs + other.aheadMs, withinMs: one.withinMs + other.withinMs }
}

function known(of: string, { aheadMs, withinMs }: ClockReading, at: Date): ClockHealth {
  return { is: 'known', of, aheadMs: tenths(aheadMs), withinMs: tenths(withinMs), at: at.toISOString() }
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}
