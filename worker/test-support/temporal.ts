/** A real Temporal server for the tests of one file, able to skip the time that workflows wait. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import {
  DefaultLogger,
  Runtime,
  Worker,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker'
import { taskQueue } from '@/lib/contract/workflows'
import { bundleWorkflows } from '@/scripts/build/processes'
import { ROOT } from '@/scripts/stack/root'
import type { createActivities } from '../activities'
import { heartbeatThrottle } from '../activities/transmit'

/** @param dynamicConfig settings of the server on top, as `key=JSON` */
export async function startTemporal(dynamicConfig: readonly string[] = []): Promise<TestWorkflowEnvironment> {
  quietRuntime()
  const path = process.env.TEMPORAL_CLI_PATH
  if (path === undefined)
    throw new Error('Set TEMPORAL_CLI_PATH to the Temporal CLI; npm test does, from .cache/temporal.')
  return TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path },
      log: { format: 'pretty', level: 'error' },
      extraArgs: [
        ['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'],
        ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="50ms"'],
        ...dynamicConfig.map((setting) => ['--dynamic-config-value', setting]),
      ].flat(),
    },
  })
}

/** Only errors are worth reading in a test's output; heartbeats come as often as from the product's worker. */
export function quietRuntime(): void {
  Runtime.install({ logger: new DefaultLogger('ERROR'), workerHeartbeatInterval: '2 seconds' })
}

const bundles = new Map<string, Promise<WorkflowBundleOption>>()

/** Workflows bundled like the product's; the folder counts from `worker`. */
export function bundledWorkflows(folder = 'workflows'): Promise<WorkflowBundleOption> {
  const bundle = bundles.get(folder) ?? bundleOf(folder)
  bundles.set(folder, bundle)
  return bundle
}

/** The product's are bundled once for all test files, see scripts/test/temporal-setup.ts. */
async function bundleOf(folder: string): Promise<WorkflowBundleOption> {
  const shared = process.env.TEST_WORKFLOW_BUNDLE
  if (folder === 'workflows' && shared !== undefined) return { codePath: shared }
  const target = join(await mkdtemp(join(tmpdir(), 'waybill-workflows-')), 'workflow-bundle.js')
  await bundleWorkflows(join(ROOT, 'worker', folder, 'index.ts'), target)
  return { codePath: target }
}

export type Activities = ReturnType<typeof createActivities>

export async function createWorker(
  environment: TestWorkflowEnvironment,
  activities: Activities,
  options: Partial<WorkerOptions> = {},
): Promise<Worker> {
  return Worker.create({
    connection: environment.nativeConnection,
    namespace: environment.namespace ?? 'default',
    taskQueue,
    identity: 'test-worker',
    activities,
    workflowBundle: await bundledWorkflows(),
    ...heartbeatThrottle,
    ...options,
  })
}
