// The measure for deliveries: the product's own worker program, with nothing to do but start and finish.
import { join } from 'node:path'
import { Client } from '@temporalio/client'
import { bundleWorkflows } from '../build/processes'
import { prepareTemporal } from '../setup/prepare-temporal'
import { Part } from '../stack/part'
import { startPart } from '../stack/start-part'
import { workerIsReady } from '../stack/worker'
import type { Bench } from './bench'

/** Of its own, so that its workflows are in nobody's lists and its worker needs no task queue of another name. */
const NAMESPACE = 'empty'

/** Starts a worker of the same program with the same settings, which differs in its workflows alone. */
export async function startEmptyWorker(bench: Bench): Promise<{ emptyClient: Client; emptyWorker: Part }> {
  const { stack, client, folder, signal, onEnd } = bench
  const bundle = join(folder, 'empty-workflow.js')
  await Promise.all([
    bundleWorkflows(join(import.meta.dirname, 'empty-workflow.ts'), bundle),
    prepareTemporal({ address: stack.addresses.temporal }, NAMESPACE, { signal }),
  ])
  const { command } = stack.part('worker')
  const emptyWorker = new Part({
    ...command,
    env: { ...command.env, TEMPORAL_NAMESPACE: NAMESPACE, WORKFLOW_BUNDLE_PATH: bundle },
    logFile: join(folder, 'logs', 'empty-worker.log'),
  })
  onEnd(() => emptyWorker.stop())
  await startPart(emptyWorker, (ready) => workerIsReady(emptyWorker, ready), signal)
  return { emptyClient: new Client({ connection: client.connection, namespace: NAMESPACE }), emptyWorker }
}
