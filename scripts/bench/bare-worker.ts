// What deliveries are measured against runs in the product's own worker program, with other workflows.
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import { bundleWorkflows } from '../build/processes'
import { prepareTemporal } from '../setup/prepare-temporal'
import { Part } from '../stack/part'
import { startPart } from '../stack/start-part'
import { workerIsReady } from '../stack/worker'
import type { Bench } from './bench'

/** Of its own, so that its workflows are in nobody's lists and its worker needs no task queue of another name. */
const NAMESPACE = 'bare'

/** Starts a worker of the same program with the same settings, which differs in its workflows alone. */
export async function startBareWorker(bench: Bench): Promise<{ bareClient: Client; bareWorker: Part }> {
  const { stack, client, folder, signal, onEnd } = bench
  const bundle = join(folder, 'bare-workflows.js')
  await Promise.all([
    bundleWorkflows(join(import.meta.dirname, 'bare-workflows.ts'), bundle),
    prepareTemporal({ address: stack.addresses.temporal }, NAMESPACE, { signal }),
  ])
  const { command } = stack.part('worker')
  const bareWorker = new Part({
    ...command,
    env: { ...command.env, TEMPORAL_NAMESPACE: NAMESPACE, WORKFLOW_BUNDLE_PATH: bundle },
    logFile: join(folder, 'logs', 'bare-worker.log'),
  })
  onEnd(() => bareWorker.stop())
  await startPart(bareWorker, (ready) => workerIsReady(bareWorker, ready), signal)
  return { bareClient: new Client({ connection: client.connection, namespace: NAMESPACE }), bareWorker }
}
