/** A real Temporal server for the tests of one file; it can skip the time that workflows wait. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WorkflowHandle } from '@temporalio/client'
import type { temporal } from '@temporalio/proto'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import {
  DefaultLogger,
  type MetricsExporterConfig,
  Runtime,
  Worker,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker'
import { taskQueue } from '@/lib/contract/workflows'
import { bundleWorkflows } from '@/scripts/build/processes'
import { ROOT } from '@/scripts/stack/root'
import type { createActivities } from '../activities'
import { heartbeatThrottle } from '../activities/hand-over'
import { CarrierWorkers } from '../carrier-workers'

/**
 * Makes timers prompt: by default the server checks for due ones at most 20 times a second, most of the time of a
 * skipped wait.
 */
const prompt = [
  'history.timerProcessorMaxTimeShift="10ms"',
  'history.timerProcessorMaxPollRPS=10000',
  'history.transferProcessorMaxPollRPS=10000',
  'history.visibilityProcessorMaxPollRPS=10000',
  // The same settings as the product's server.
  'matching.enableFairness=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
]

/**
 * @param dynamicConfig additional settings of the server, as `key=JSON`
 * @param metrics where Temporal's library serves its Prometheus metrics
 */
export async function startTemporal(
  dynamicConfig: readonly string[] = [],
  metrics?: MetricsExporterConfig,
): Promise<TestWorkflowEnvironment> {
  quietRuntime(metrics)
  const path = process.env.TEMPORAL_CLI_PATH
  if (path === undefined)
    throw new Error('Set TEMPORAL_CLI_PATH to the Temporal CLI; npm test does, from .cache/temporal.')
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      log: { format: 'pretty', level: 'error' },
      extraArgs: [
        ['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'],
        ...[...prompt, ...dynamicConfig].map((setting) => ['--dynamic-config-value', setting]),
      ].flat(),
    },
  })
}

/** Logs errors only, to keep the output of tests short; sends heartbeats as often as the product's worker. */
export function quietRuntime(metrics?: MetricsExporterConfig): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    workerHeartbeatInterval: '2 seconds',
    ...(metrics && { telemetryOptions: { metrics } }),
  })
}

const bundles = new Map<string, Promise<WorkflowBundleOption>>()

/** Workflows bundled like the product's; the folder is relative to `worker`. */
export function bundledWorkflows(folder = 'workflows'): Promise<WorkflowBundleOption> {
  const bundle = bundles.get(folder) ?? bundleOf(folder)
  bundles.set(folder, bundle)
  return bundle
}

/** The product's workflows are bundled once for all test files, see scripts/test/servers-setup.ts. */
async function bundleOf(folder: string): Promise<WorkflowBundleOption> {
  const shared = process.env.TEST_WORKFLOW_BUNDLE
  if (folder === 'workflows' && shared !== undefined) return { codePath: shared }
  const target = join(await mkdtemp(join(tmpdir(), 'waybill-workflows-')), 'workflow-bundle.js')
  await bundleWorkflows(join(ROOT, 'worker', folder, 'index.ts'), target)
  return { codePath: target }
}

export type Activities = ReturnType<typeof createActivities>

/** Replays the workflow, and fails if its code takes another path than recorded, as it must not after a lost worker. */
export async function replayAgain(handle: WorkflowHandle): Promise<temporal.api.history.v1.IHistory> {
  const workflowBundle = await bundledWorkflows()
  const history = await handle.fetchHistory()
  await Worker.runReplayHistory({ workflowBundle }, history, handle.workflowId)
  return history
}

/** Likewise for each run of a workflow; returns the histories of the runs. */
export async function replayRuns(
  { client }: TestWorkflowEnvironment,
  workflowId: string,
): Promise<temporal.api.history.v1.IHistory[]> {
  const histories: temporal.api.history.v1.IHistory[] = []
  for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    histories.push(await replayAgain(client.workflow.getHandle(workflowId, runId)))
  }
  return histories
}

/** A worker, with another one for each provider's queue, as in the product. */
export class TestWorker {
  private constructor(
    private readonly worker: Worker,
    private readonly carriers: CarrierWorkers,
    private readonly providers: readonly string[],
  ) {}

  static async create(
    environment: TestWorkflowEnvironment,
    activities: Activities,
    { providers, ...options }: TestWorkerOptions,
  ): Promise<TestWorker> {
    const place = {
      connection: environment.nativeConnection,
      namespace: environment.namespace ?? 'default',
      identity: 'test-worker',
    }
    const worker = await Worker.create({
      ...place,
      taskQueue,
      activities,
      workflowBundle: await bundledWorkflows(),
      ...heartbeatThrottle,
      ...options,
    })
    const carriers = new CarrierWorkers({
      ...place,
      activities,
      atOnce: 50,
      options: { identity: place.identity },
    })
    return new TestWorker(worker, carriers, providers ?? ['A', 'B', 'C', 'RouteA'])
  }

  async run(): Promise<void> {
    const running = this.worker.run()
    await this.serveCarriers()
    await running
    await this.carriers.stop()
  }

  async runUntil<T>(done: () => Promise<T>): Promise<T> {
    await this.serveCarriers()
    try {
      return await this.worker.runUntil(done)
    } finally {
      await this.carriers.stop()
    }
  }

  /** A queue can be served only once in a process, so a worker without providers serves none. */
  private async serveCarriers(): Promise<void> {
    if (this.providers.length > 0) await this.carriers.serve(this.providers)
  }

  shutdown(): void {
    if (this.worker.getState() === 'RUNNING') this.worker.shutdown()
  }
}

interface TestWorkerOptions extends Partial<WorkerOptions> {
  /** The providers whose hand-overs it serves; A, B, C and RouteA by default. */
  providers?: readonly string[]
}

export function createWorker(
  environment: TestWorkflowEnvironment,
  activities: Activities,
  options: TestWorkerOptions = {},
): Promise<TestWorker> {
  return TestWorker.create(environment, activities, options)
}
