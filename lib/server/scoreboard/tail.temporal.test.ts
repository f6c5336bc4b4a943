import { randomUUID } from 'node:crypto'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dataRoutingType, packetMemo, workflowIdOf } from '@/lib/contract/workflows'
import { packLedger } from '@/lib/packet/snapshot'
import { type Deed, ledgerOf } from '@/lib/scoreboard/test-support/made-ledger'
import { setEnvironment } from '@/lib/server/test-support/environment'
import { startTemporal } from '@/worker/test-support/temporal'
import { Tail } from './tail'

let temporal: TestWorkflowEnvironment

beforeAll(async () => {
  temporal = await startTemporal()
  setEnvironment({ temporalAddress: temporal.address, carrierUrl: 'http://127.0.0.1:9' })
})

afterAll(() => temporal.teardown())

const confirmed: Deed[] = [{ does: 'confirms', after: 1_000 }]

/** Puts workflows into Temporal as ended deliveries leave them. */
async function end(count: number, deeds: Deed[] = confirmed): Promise<void> {
  const ledger = ledgerOf(deeds)
  for (let left = count; left > 0; left -= 25) {
    await Promise.all(
      Array.from({ length: Math.min(25, left) }, async () => {
        const handle = await temporal.client.workflow.start(dataRoutingType, {
          workflowId: workflowIdOf(randomUUID()),
          taskQueue: 'nobody-polls-it',
          memo: { [packetMemo]: packLedger(ledger, 0) },
        })
        await handle.terminate('has ended')
      }),
    )
  }
}

const countOf = (tail: Tail) => tail.counted.over('7d', Date.now()).board.packets

async function until(holds: () => boolean, act: () => Promise<void>): Promise<void> {
  const end = Date.now() + 20_000
  while (!holds()) {
    if (Date.now() > end) throw new Error('It did not come to that within 20 s.')
    await act()
  }
}

test('counts every ended packet once, while more of them end', async () => {
  await end(450)
  const tail = new Tail()
  await until(
    () => tail.lookedAt !== null && countOf(tail) > 0,
    () => tail.look(),
  )
  expect(tail.rebuilding).toBe(true)
  expect(countOf(tail)).toBeLessThan(450)
  await end(30, [{ does: 'refuses', after: 10 }])
  await tail.look()
  await tail.readBack()
  await end(30, [{ does: 'stays silent' }])
  await until(
    () => !tail.rebuilding,
    () => tail.readBack(),
  )
  await until(
    () => countOf(tail) >= 510,
    () => tail.look(),
  )
  await tail.look()
  expect(countOf(tail)).toBe(510)
  const { board } = tail.counted.over('1h', Date.now())
  expect(board.providers.get('RouteA')?.counts).toMatchObject({ confirmed: 450, refused: 30, silent: 30 })
  expect(tail.completeSince).toBeLessThan(Date.now() - 6.9 * 86_400_000)
})

test('built anew it says the same', async () => {
  const tail = new Tail()
  await tail.look()
  await until(
    () => !tail.rebuilding,
    () => tail.readBack(),
  )
  expect(countOf(tail)).toBe(510)
})

test('what Temporal stopped counts with what was known of it', async () => {
  const tail = new Tail()
  await tail.look()
  const handle = await temporal.client.workflow.start(dataRoutingType, {
    workflowId: workflowIdOf(randomUUID()),
    taskQueue: 'nobody-polls-it',
  })
  await handle.terminate('never began')
  const before = countOf(tail)
  await until(
    () => countOf(tail) > before,
    () => tail.look(),
  )
  expect(countOf(tail)).toBe(before + 1)
})
