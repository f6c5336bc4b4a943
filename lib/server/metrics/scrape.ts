/** The answer to Prometheus: the counters of this process, and the state of Waybill as a whole, read at each scrape. */
import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { Gauge } from 'prom-client'
import { isBroken, stateOf } from '@/lib/directory/state'
import { metricsHeaders, metricsPath } from '@/lib/metrics/registry'
import { sharedDirectory } from '@/lib/server/directory/read'
import { settings } from '@/lib/server/env'
import { readHealthReport } from '@/lib/server/health-report/read'
import { pathOf } from '@/lib/server/http/address'
import { getHealth } from '@/lib/server/live/health'
import { hub } from '@/lib/server/live/hub'
import { attention, statusCounts } from '@/lib/server/packets/counts'
import { log } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { listSelfTests } from '@/lib/server/self-test/self-tests'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { countDisabled } from '@/lib/store/receivers'
import { counted } from './counted'

/** Apart from the live views, these gauges describe Waybill as a whole and are the same in each web process. */
const gauges = processWide('metrics-gauges', () => {
  const registers = [counted().registry]
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  return {
    temporalUp: gauge('waybill_temporal_up', 'Temporal answers this process: 1, or 0.'),
    storeUp: gauge('waybill_store_up', 'PostgreSQL answers this process: 1, or 0.'),
    workers: gauge('waybill_workers', 'Workers that are heard from; absent while Temporal cannot say.'),
    queueBacklog: gauge(
      'waybill_queue_backlog',
      'Tasks that wait in a task queue of Temporal, approximately.',
      ['queue'],
    ),
    queueOldest: gauge(
      'waybill_queue_oldest_seconds',
      'How long the oldest task of a queue has waited; 0 where none waits.',
      ['queue'],
    ),
    queueWorkers: gauge('waybill_queue_workers', 'Workers that take tasks of a queue.', ['queue']),
    packets: gauge('waybill_packets', 'Packets that have not ended, by status; counted up to a limit.', [
      'status',
    ]),
    stuck: gauge('waybill_packets_stuck', 'Packets that no worker can go on with.'),
    doubled: gauge(
      'waybill_packets_doubled',
      'Packets that two providers have confirmed, as long as they are kept; counted up to a limit.',
    ),
    breakers: gauge('waybill_breaker_open', 'The breaker of a provider keeps packets from it: 1, or 0.', [
      'provider',
    ]),
    drained: gauge('waybill_provider_drained', 'An operator keeps new packets from a provider: 1, or 0.', [
      'provider',
    ]),
    paused: gauge('waybill_sending_paused', 'All sending is paused: 1, or 0.'),
    intakes: gauge('waybill_intake_processes', 'Web processes that can take receipts now.'),
    selfTest: gauge(
      'waybill_self_test_passed',
      'The last self-test with a result passed: 1, or 0; absent where there is none.',
    ),
    selfTestAge: gauge('waybill_self_test_age_seconds', 'Since the last self-test began.'),
    subscriptionsDisabled: gauge(
      'waybill_subscriptions_disabled',
      'Subscriptions that are disabled, so that nothing is sent to them.',
    ),
    findings: gauge('waybill_findings', 'Findings of the Health page, by severity.', ['severity']),
    streams: gauge('waybill_event_streams', 'Live views that are open.'),
    streamsLimit: gauge('waybill_event_streams_limit', 'Live views that may be open: MAX_VIEWERS.'),
  }
})

/** Prometheus gets its answer within this time, whatever does not respond. */
const patienceMs = 4_000
const maxAgeMs = 2_000

/** Scrapes at about the same time share one read. */
const whole = processWide('metrics-whole', () => new SharedRead(readWhole, maxAgeMs))

/** Each value is null where it is not known in time. */
async function readWhole() {
  const [health, report, directory, counts, notable, selfTests, disabled] = await Promise.all([
    orNull(getHealth()),
    orNull(readHealthReport()),
    orNull(sharedDirectory().fresh()),
    orNull(statusCounts().fresh()),
    orNull(attention().fresh()),
    orNull(listSelfTests()),
    orNull(callStore(countDisabled)),
  ])
  return { health, report, directory: directory?.state ?? null, counts, notable, selfTests, disabled }
}

type Whole = Awaited<ReturnType<typeof readWhole>>

function orNull<T>(read: Promise<T>): Promise<T | null> {
  return Promise.race([read.catch(() => null), pause(patienceMs, null, { ref: false })])
}

/** The text for Prometheus. Values that are not known within some seconds are left out. */
export async function renderMetrics(): Promise<string> {
  tellAll(await whole().fresh())
  return counted().registry.metrics()
}

function tellAll({ health, report, directory, counts, notable, selfTests, disabled }: Whole): void {
  const each = gauges()
  tell(each.streams, hub().viewers)
  tell(each.streamsLimit, settings().maxViewers)
  const providers = directory === null ? [] : settings().providers.map(({ name }) => stateOf(directory, name))
  const queues = report?.queues.is === 'known' ? report.queues.items : []
  const selfTest = selfTests?.items.find(({ state, failedTries }) => state !== 'running' || failedTries > 0)
  tell(each.temporalUp, health && health.temporal === 'up')
  tell(each.storeUp, health && health.store === 'up')
  tell(each.workers, health?.workers ?? null)
  tell(each.stuck, health?.stuck ?? null)
  tell(each.doubled, notable?.doubled ?? null)
  tell(each.paused, directory && directory.paused !== null)
  tell(each.intakes, report?.intake.is === 'known' ? able(report.intake.items) : null)
  tell(each.selfTest, selfTest === undefined ? null : selfTest.state === 'passed')
  tell(each.selfTestAge, ageOf(selfTests?.items[0]?.startedAt))
  tell(each.subscriptionsDisabled, disabled)
  tellEach(each.queueBacklog, queues, ({ name, backlog }) => [{ queue: name }, backlog])
  tellEach(each.queueOldest, queues, ({ name, oldestMs }) => [{ queue: name }, (oldestMs ?? 0) / 1000])
  tellEach(each.queueWorkers, queues, ({ name, workers }) => [{ queue: name }, workers])
  tellEach(each.packets, counts === null ? [] : notEnded, (status) => [{ status }, counts?.[status] ?? 0])
  tellEach(each.breakers, providers, (state) => [{ provider: state.name }, Number(isBroken(state))])
  tellEach(each.drained, providers, ({ name, drained }) => [{ provider: name }, Number(drained !== null)])
  tellEach(each.findings, report === null ? [] : severities, (severity) => [
    { severity },
    report?.findings.filter((finding) => finding.severity === severity).length ?? 0,
  ])
}

const notEnded = ['SCHEDULED', 'QUEUED', 'ROUTING', 'TRANSMITTING'] as const
const severities = ['wrong', 'notice'] as const

function able(intakes: readonly { upSince: string | null }[]): number {
  return intakes.filter(({ upSince }) => upSince !== null).length
}

function ageOf(at: string | undefined): number | null {
  return at === undefined ? null : Math.max(0, Date.now() - Date.parse(at)) / 1000
}

/** @param value null if unknown; the gauge is left out then */
function tell(gauge: Gauge<never>, value: number | boolean | null): void {
  if (value === null) gauge.remove()
  else gauge.set(Number(value))
}

function tellEach<Label extends string, Item>(
  gauge: Gauge<Label>,
  items: readonly Item[],
  told: (item: Item) => [Record<Label, string>, number],
): void {
  gauge.reset()
  for (const item of items) gauge.set(...told(item))
}

export function isForMetrics(request: Pick<IncomingMessage, 'url'>): boolean {
  return pathOf(request) === metricsPath
}

/** Never rejects. */
export async function answerMetrics(response: ServerResponse): Promise<void> {
  try {
    const text = await renderMetrics()
    response.writeHead(200, metricsHeaders(counted().registry)).end(text)
  } catch (error) {
    log().error({ err: error }, 'metrics could not be told')
    response.writeHead(500).end()
  }
}
