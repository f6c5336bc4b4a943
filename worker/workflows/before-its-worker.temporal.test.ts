import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { cancelSignal, dataRoutingType, taskQueue, workflowIdOf } from '@/lib/contract/workflows'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

it('a packet that was canceled before a worker took it is stored as canceled and not handed over', async () => {
  const { environment } = server
  const handle = await environment.client.workflow.start(dataRoutingType, {
    taskQueue,
    workflowId: workflowIdOf(randomUUID()),
    args: [{ source: '+017771110000', destination: '+016660002222', contents: 'SGVsbG8=' }],
  })
  await handle.signal(cancelSignal, { reason: 'wrong destination' })
  const carrier = new ScriptedCarrier(environment, { providers: { A: { do: 'confirm' } } })
  const worker = await createWorker(environment, carrier.activities)
  await worker.runUntil(() => handle.result())
  expect(carrier.saved.at(-1)).toMatchObject({ closed: true, ledger: { status: 'CANCELED' } })
  expect(carrier.orders).toEqual([])
})
