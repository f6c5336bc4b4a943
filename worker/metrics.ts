/** What a worker measures of its activities, its calls to Temporal and its hand-overs. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { MetricsExporterConfig } from '@temporalio/worker'
import type pino from 'pino'
import { Counter, Gauge, Histogram } from 'prom-client'
import { deliverySeconds, workflowSeconds } from '@/lib/contract/workflow-metrics'
import { measuredCalls } from '@/lib/metrics/calls'
import { listenForScrapes } from '@/lib/metrics/listen'
import { createRegistry, shortBuckets } from '@/lib/metrics/registry'
import type { HandOverSource } from './activities/context'
import type { LiveDirectory } from './directory/live-directory'
import type { WorkerEnv } from './env'

export type WorkerMetrics = ReturnType<typeof createMetrics>

export function createMetrics(log: Pick<pino.Logger, 'debug'>) {
  const registry = createRegistry()
  const registers = [registry]
  return {
    registry,
    call: measuredCalls(registry, log),
    activitiesStarted: new Counter({
      name: 'waybill_activities_started_total',
      help: 'Activities that were begun, each try of one.',
      labelNames: ['activity'],
      registers,
    }),
    activitiesRetried: new Counter({
      name: 'waybill_activities_retried_total',
      help: 'Of them those that were not the first try.',
      labelNames: ['activity'],
      registers,
    }),
    activities: new Histogram({
      name: 'waybill_activity_seconds',
      help: 'Activities that have ended, by how. "left": completed asynchronously, later.',
      labelNames: ['activity', 'outcome'],
      buckets: shortBuckets,
      registers,
    }),
    handOvers: new Counter({
      name: 'waybill_hand_overs_total',
      help: 'Hand-overs by their last answer, one for each attempt.',
      labelNames: ['provider', 'answer'],
      registers,
    }),
    handOverTries: new Counter({
      name: 'waybill_hand_over_tries_total',
      help: 'Requests that they took.',
      labelNames: ['provider'],
      registers,
    }),
    handOverSeconds: new Histogram({
      name: 'waybill_hand_over_seconds',
      help: 'From the first byte of a hand-over to the status of its answer, where one came.',
      labelNames: ['provider', 'answer'],
      buckets: shortBuckets,
      registers,
    }),
  }
}

/** Wraps the hand-overs so that each is counted once its answer is stored. */
export function measuredHandOvers(source: HandOverSource, metrics: WorkerMetrics): HandOverSource {
  return {
    ...source,
    async answer(answers) {
      await source.answer(answers)
      for (const { provider, handedOver } of answers) {
        const { answer, tries } = handedOver
        metrics.handOvers.inc({ provider, answer: answer.kind })
        metrics.handOverTries.inc({ provider }, tries)
        if ('latencyMs' in answer && answer.latencyMs !== null)
          metrics.handOverSeconds.observe({ provider, answer: answer.kind }, answer.latencyMs / 1000)
      }
    },
  }
}

/** The time since this process last read the provider directory; no sample until it has read it once. */
export function measureDirectory({ registry }: WorkerMetrics, directory: Pick<LiveDirectory, 'ageMs'>): void {
  new Gauge({
    name: 'waybill_directory_age_seconds',
    help: 'Since this worker last read the provider directory. Over 2 s old, it hands nothing over.',
    registers: [registry],
    collect() {
      const ageMs = directory.ageMs()
      if (ageMs === null) this.remove()
      else this.set(ageMs / 1000)
    },
  })
}

/** For durations that are measured inside workflows, which may take days. */
const longBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400]

/**
 * Configures the metrics endpoint of Temporal's library. It has an address of its own and includes what workflows
 * measure.
 */
export function libraryMetrics(port: number): MetricsExporterConfig {
  return {
    attachServiceName: false,
    prometheus: {
      bindAddress: `127.0.0.1:${port}`,
      histogramBucketOverrides: { [deliverySeconds.name]: longBuckets, [workflowSeconds.name]: longBuckets },
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

/**
 * Serves the metrics of this process together with those of Temporal's library, at METRICS_PORT.
 *
 * @throws EnvError if it cannot listen there
 */
export async function serveMetrics(
  { registry }: Pick<WorkerMetrics, 'registry'>,
  libraryPort: number | null,
  { METRICS_PORT: port, HOST: host }: Pick<WorkerEnv, 'METRICS_PORT' | 'HOST'>,
): Promise<void> {
  if (port === undefined || libraryPort === null) return
  const { contentType } = registry
  const metrics = async () => {
    const [own, library] = await Promise.all([registry.metrics(), readLibrary(libraryPort)])
    return `${own}\n${library}`
  }
  await listenForScrapes({ contentType, metrics }, port, host)
}

async function readLibrary(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  return answer.text()
}
