/** Records the history of every ending for the replay tests. Run `npm run histories` after a deliberate change. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkflowHandle } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import { cancelSignal, controlQueue } from '@/lib/contract/workflows'
import { actOnPacket } from '@/lib/temporal/deliveries'
import { deliver } from './deliver'
import { endings, groups } from './endings'
import { notify } from './notify'
import { probe } from './probe'
import { ScriptedCarrier } from './scripted-carrier'
import { startGroup, startSelfTest } from './skipping-client'
import { createWorker, startTemporal } from './temporal'

const folder = join(import.meta.dirname, '..', 'histories')
/** Removed from histories: stack traces contain file paths, which would reveal where the project is on this machine. */
const root = join(import.meta.dirname, '..', '..', '/')

async function record(handle: WorkflowHandle, name: string): Promise<void> {
  const history = historyToJSON(await handle.fetchHistory()).replaceAll(root, '')
  writeFileSync(join(folder, `${name}.json`), `${history}\n`)
}

const environment = await startTemporal()
try {
  mkdirSync(folder, { recursive: true })
  for (const [name, { script, request, canceled, acts, expiresInMs }] of Object.entries(endings)) {
    const expiresAt = expiresInMs && new Date(Date.now() + expiresInMs).toISOString()
    const asked = { ...request, ...(expiresAt && { expiresAt }) }
    const { started, packet } = await deliver(environment, script, asked, async ({ handle, packetId }) => {
      if (canceled) await handle.signal(cancelSignal, { reason: 'wrong number' })
      for (const action of acts ?? []) {
        const order = { packetId, attempt: 1, action, by: { who: 'Ada', reason: 'the customer waits' } }
        await actOnPacket(environment.client, handle.workflowId, { id: action.do, order })
      }
    })
    await record(started.handle, name)
    process.stdout.write(`${name}: ${packet.status}\n`)
  }
  for (const [name, { packets, script }] of Object.entries(groups)) {
    const { activities, providers } = new ScriptedCarrier(environment, script)
    const worker = await createWorker(environment, activities, { providers })
    await worker.runUntil(async () => {
      const shares = Array.from({ length: packets }, () => ({ id: randomUUID(), epoch: 1 }))
      const handle = await startGroup(environment, { packets: shares })
      await handle.result()
      await record(handle, name)
    })
    process.stdout.write(`${name}\n`)
  }
  mkdirSync(join(folder, 'controls'), { recursive: true })
  await record(await probe(environment), join('controls', 'probe-provider'))
  process.stdout.write('probe-provider\n')
  const { activities } = new ScriptedCarrier(environment, { providers: {} })
  const worker = await createWorker(environment, activities, { taskQueue: controlQueue, providers: [] })
  await worker.runUntil(async () => {
    const handle = await startSelfTest(environment, 'Ada')
    await handle.result()
    await record(handle, join('controls', 'greet-someone'))
  })
  process.stdout.write('greet-someone\n')
  await record(await notify(environment), join('controls', 'notify-receiver'))
  process.stdout.write('notify-receiver\n')
} finally {
  await environment.teardown()
}
