import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { packetSnapshot } from '@/lib/contract/snapshot'
import { cancelSignal, dataRoutingType, packetMemo, taskQueue, workflowIdOf } from '@/lib/contract/workflows'
import { openLedger } from '@/lib/packet/ledger'
import { packLedger, unpackLedger } from '@/lib/packet/snapshot'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

it('a packet that was canceled before a worker took it says so in its memo', async () => {
  const { environment } = server
  const now = Date.now()
  // As the web process starts it.
  const handle = await environment.client.workflow.start(dataRoutingType, {
    taskQueue,
    workflowId: workflowIdOf(randomUUID()),
    args: [{ source: '+017771110000', destination: '+016660002222', contents: 'SGVsbG8=' }],
    memo: { [packetMemo]: packLedger(openLedger(now, 4), now) },
  })
  await handle.signal(cancelSignal, { reason: 'wrong destination' })
  const carrier = new ScriptedCarrier(environment, { providers: { A: { do: 'confirm' } } })
  const worker = await createWorker(environment, carrier.activities)
  await worker.runUntil(() => handle.result())
  const { memo } = await handle.describe()
  expect(unpackLedger(packetSnapshot.parse(memo?.[packetMemo]))).toMatchObject({ status: 'CANCELED' })
  expect(carrier.orders).toEqual([])
})
