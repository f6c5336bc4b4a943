/** Deliveries that continue as new: their history has become long, or a day has passed. */
import { randomUUID } from 'node:crypto'
import type { WorkflowHandle } from '@temporalio/client'
import { tsToMs as msOf } from '@temporalio/common/lib/time'
import { describe, expect, it } from 'vitest'
import { cancelSignal, type RouteWait, receiptsSignal } from '@/lib/contract/workflows'
import { apply } from '@/lib/packet/apply'
import { routeChosen } from '@/lib/packet/apply-look-up'
import { type Ledger, openLedger } from '@/lib/packet/ledger'
import { type Script, ScriptedCarrier } from '../test-support/scripted-carrier'
import { startGroup, startSkipping } from '../test-support/skipping-client'
import { createWorker, replayAgain, replayRuns } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

/** Much lower than the default, so that a test reaches it. */
const server = temporalUnderTest(['limit.historyCount.suggestContinueAsNew=60'])

const confirm = { do: 'confirm' } as const
const silent = { do: 'stay silent' } as const
const request = { source: '+017771110000', destination: '+016660002222', contents: 'SGVsbG8=' }

/** Delivers so many packets in one workflow; `meanwhile` runs after the start. */
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

it('a receipt is awaited beyond the end of a day, and no longer than its deadline', async () => {
  const receiptTimeoutMs = 72_000_000
  const { environment } = server
  const carrier = new ScriptedCarrier(environment, { providers: { A: silent, B: silent, C: confirm } })
  const worker = await createWorker(environment, carrier.activities)
  const { handle, result } = await startSkipping(environment, { ...request, receiptTimeoutMs })
  const packet = await worker.runUntil(result)
  expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'C' })
  expect(carrier.orders.map(({ provider }) => provider)).toEqual(['A', 'B', 'C'])
  // Described by the id of its first run, the one that was started.
  expect((await handle.describe()).status.name).toBe('CONTINUED_AS_NEW')
  // Checks the timers, not when attempts ended: the skipped clock may jump ahead when a run continues as new.
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

/** The events of all runs. */
async function eventsOf(workflowId: string) {
  return (await replayRuns(server.environment, workflowId)).flatMap(({ events }) => events ?? [])
}

it('packets that came together continue together, and none is handed over twice', async () => {
  const providers = { A: { do: 'refuse' }, B: { do: 'stay silent' }, C: confirm } as const
  const { last, runs, carrier } = await carry(20, { providers })
  expect(last.map((state) => state?.ledger.status)).toEqual(last.map(() => 'DELIVERED'))
  const orders = carrier.orders.map(({ packetId, attempt }) => `${packetId} ${attempt}`)
  expect(new Set(orders).size).toBe(orders.length)
  expect(runs).toBeGreaterThan(1)
})

it('a packet that is canceled while its workflow continues as new ends', async () => {
  const script: Script = { providers: { A: confirm }, outages: Number.POSITIVE_INFINITY }
  const { last } = await carry(1, script, async (handle, carrier) => {
    await expect.poll(() => carrier.orders.length, { timeout: 50_000 }).toBeGreaterThan(30)
    await handle.signal(cancelSignal, { reason: 'wrong number' })
  })
  expect(last).toMatchObject([{ closed: true, ledger: { status: 'CANCELED' } }])
})

describe('what happens to a packet in the very workflow task that makes the history long', () => {
  /** Makes the history long at once, so that a signal sent before is in the same workflow task. */
  async function makeLong(handle: WorkflowHandle): Promise<void> {
    for (let index = 0; index < 60; index++) await handle.signal(receiptsSignal, [])
  }

  it('is stored if it ends the packet, and is the result of the workflow', async () => {
    const { environment } = server
    const carrier = new ScriptedCarrier(environment, { providers: { A: confirm } })
    const { handle, packetId, result } = await startSkipping(environment, request)
    await handle.signal(cancelSignal, { reason: 'wrong number' })
    await makeLong(handle)
    const worker = await createWorker(environment, carrier.activities)
    expect(await worker.runUntil(result)).toMatchObject({ id: packetId, status: 'CANCELED' })
    expect(carrier.saved).toMatchObject([{ closed: true, ledger: { status: 'CANCELED' } }])
    expect((await handle.describe()).status.name).toBe('COMPLETED')
    await replayAgain(handle)
  })

  it('is known to the next run if it does not end the packet', async () => {
    const { environment } = server
    const carrier = new ScriptedCarrier(environment, { providers: { A: silent, B: confirm } })
    const share = { id: randomUUID(), epoch: 1 }
    carrier.saved.push({ ...share, version: 1, ledger: acceptedByA(Date.now()), closed: false })
    const handle = await startGroup(environment, { packets: [share] })
    const said = { attempt: 1, receivedAt: Date.now(), delivered: false, reason: null }
    await handle.signal(receiptsSignal, [{ ...said, packetId: share.id }])
    await makeLong(handle)
    const worker = await createWorker(environment, carrier.activities)
    const packet = await worker.runUntil(() => handle.result())
    expect(packet).toMatchObject({ deliveredBy: 'B', attempts: [{ outcome: 'REFUSED' }, { number: 2 }] })
    expect((await handle.describe()).status.name).toBe('CONTINUED_AS_NEW')
    await replayAgain(handle)
  })
})

function acceptedByA(at: number): Ledger {
  const route = { provider: 'A', receiptTimeoutMs: null, settlingMs: 120_000 }
  const answer = { kind: 'accepted', status: 202, latencyMs: 12 } as const
  const chosen = apply(openLedger(at, 3), routeChosen(route, null, at))
  return apply(chosen, { type: 'handOverAnswered', at, attempt: 1, answer })
}

/** Sends signals without receipts, which make the history long, until the workflow continues as new. */
async function makeGoOn(handle: WorkflowHandle): Promise<void> {
  const { runId } = await handle.describe()
  const signaled = async () => {
    await handle.signal(receiptsSignal, [])
    return (await handle.describe()).runId
  }
  await expect.poll(signaled, { interval: 10, timeout: 30_000 }).not.toBe(runId)
}

it('a pause lasts over several runs, costs no attempt, and the packet is delivered after it', async () => {
  const paused: RouteWait = { wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } } }
  let resume = () => {}
  const isOver = new Promise<void>((resolve) => {
    resume = resolve
  })
  const resumed = () => isOver
  const script: Script = { providers: { A: confirm }, waits: [paused, paused, paused], resumed }
  const { last, runs, carrier } = await carry(3, script, async (handle) => {
    for (let run = 0; run < 3; run++) await makeGoOn(handle)
    resume()
  })
  expect(last.map((state) => state?.ledger.status)).toEqual(last.map(() => 'DELIVERED'))
  expect(last.map((state) => state?.ledger.attempts.length)).toEqual([1, 1, 1])
  expect(carrier.orders).toHaveLength(3)
  expect(runs).toBeGreaterThan(2)
})
