/** Deliveries that go on in another run: their history has become long, or a day has passed. */
import { randomUUID } from 'node:crypto'
import type { WorkflowHandle } from '@temporalio/client'
import { tsToMs as msOf } from '@temporalio/common/lib/time'
import { expect, it } from 'vitest'
import { cancelSignal, type RouteWait, receiptsSignal } from '@/lib/contract/workflows'
import { type Script, ScriptedCarrier } from '../test-support/scripted-carrier'
import { startGroup, startSkipping } from '../test-support/skipping-client'
import { createWorker, replayRuns } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

/** Much earlier than usual, so that a test sees it. */
const server = temporalUnderTest(['limit.historyCount.suggestContinueAsNew=60'])

const confirm = { do: 'confirm' } as const
const silent = { do: 'stay silent' } as const
const request = { source: '+017771110000', destination: '+016660002222', contents: 'SGVsbG8=' }

/** Carries so many packets to their ends; `meanwhile` happens after the start. */
async function carry(
  count: number,
  script: Script,
  meanwhile: (handle: WorkflowHandle, carrier: ScriptedCarrier) => Promise<void> = async () => undefined,
) {
  const { environment } = server
  const carrier = new ScriptedCarrier(environment, script)
  const worker = await createWorker(environment, carrier.activities, { providers: carrier.providers })
  return worker.runUntil(async () => {
    const packets = Array.from({ length: count }, () => ({ id: randomUUID(), epoch: 1 }))
    const { workflowId } = await startGroup(environment, { packets })
    const handle = environment.client.workflow.getHandle(workflowId)
    await meanwhile(handle, carrier)
    await handle.result()
    const { length: runs } = await replayRuns(environment, workflowId)
    const last = packets.map(({ id }) => carrier.saved.findLast((state) => state.id === id))
    return { carrier, last, runs }
  })
}

it('a receipt is waited for over the end of a day, and for no longer than it was to be', async () => {
  const receiptTimeoutMs = 72_000_000
  const { environment } = server
  const carrier = new ScriptedCarrier(environment, { providers: { A: silent, B: silent, C: confirm } })
  const worker = await createWorker(environment, carrier.activities)
  const { handle, result } = await startSkipping(environment, { ...request, receiptTimeoutMs })
  const packet = await worker.runUntil(result)
  expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'C' })
  expect(carrier.orders.map(({ provider }) => provider)).toEqual(['A', 'B', 'C'])
  // By its first run, the one that was started.
  expect((await handle.describe()).status.name).toBe('CONTINUED_AS_NEW')
  // Not by when the attempts ended: the skipped clock may jump ahead where a run continues as another.
  const deadlines = packet.attempts.map(({ deadline }) => Date.parse(deadline))
  for (const { timerStartedEventAttributes: timer, eventTime } of await eventsOf(handle.workflowId)) {
    if (!timer) continue
    const lastsMs = msOf(timer.startToFireTimeout)
    if (lastsMs === oneDayMs) continue
    const firesAt = msOf(eventTime) + lastsMs
    expect(Math.min(...deadlines.map((deadline) => Math.abs(deadline - firesAt)))).toBeLessThan(5_000)
  }
})

const oneDayMs = 86_400_000

/** Of all runs. */
async function eventsOf(workflowId: string) {
  return (await replayRuns(server.environment, workflowId)).flatMap(({ events }) => events ?? [])
}

it('packets that came together go on together, and none is handed over twice', async () => {
  const providers = { A: { do: 'refuse' }, B: { do: 'stay silent' }, C: confirm } as const
  const { last, runs, carrier } = await carry(20, { providers })
  expect(last.map((state) => state?.ledger.status)).toEqual(last.map(() => 'DELIVERED'))
  const orders = carrier.orders.map(({ packetId, attempt }) => `${packetId} ${attempt}`)
  expect(new Set(orders).size).toBe(orders.length)
  expect(runs).toBeGreaterThan(1)
})

it('a packet that is canceled on its way from run to run ends', async () => {
  const script: Script = { providers: { A: confirm }, outages: Number.POSITIVE_INFINITY }
  const { last } = await carry(1, script, async (handle, carrier) => {
    await expect.poll(() => carrier.orders.length, { timeout: 50_000 }).toBeGreaterThan(30)
    await handle.signal(cancelSignal, { reason: 'wrong number' })
  })
  expect(last).toMatchObject([{ closed: true, ledger: { status: 'CANCELED' } }])
})

it('a pause lasts over several runs, costs no attempt, and ends with the delivery', async () => {
  const paused: RouteWait = { wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } } }
  let resume = () => {}
  const isOver = new Promise<void>((resolve) => {
    resume = resolve
  })
  const resumed = () => isOver
  const script: Script = { providers: { A: confirm }, waits: [paused, paused, paused], resumed }
  const { last, runs, carrier } = await carry(3, script, async (handle) => {
    // Receipts for nobody make the history long.
    for (let run = 0; run < 3; run++) {
      for (let index = 0; index < 30; index++) await handle.signal(receiptsSignal, [])
    }
    resume()
  })
  expect(last.map((state) => state?.ledger.status)).toEqual(last.map(() => 'DELIVERED'))
  expect(last.map((state) => state?.ledger.attempts.length)).toEqual([1, 1, 1])
  expect(carrier.orders).toHaveLength(3)
  expect(runs).toBeGreaterThan(2)
})
