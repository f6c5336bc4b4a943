import { expect, test } from 'vitest'
import { attemptId } from '@/lib/contract/attempt-id'
import { receiptSignal, workflowIdOf } from '@/lib/contract/workflows'
import { apiUnderTest } from '../test-support/api-under-test'
import { packetWhen, submit } from '../test-support/packets'
import { Receipts, theOneKeptOf } from '../test-support/receipts'
import { callApi } from '../test-support/routes'

const signalLimit = 40

const api = apiUnderTest({
  settlingMs: 0,
  dynamicConfig: [`history.maximumSignalsPerExecution=${signalLimit}`],
})
const receipts = new Receipts(api)

async function upSince(attempt: string): Promise<number> {
  const response = await callApi(`/api/health/live?attempt=${attempt}`)
  return Date.parse((await response.json()).intakeUpSince)
}

test('many receipts at once for one packet are all taken, and cost no other packet a grace period', async () => {
  const silent = await submit({ receiptTimeoutMs: 10_000 })
  await api.carrier.handOver(silent.id)
  for (let round = 0; round < 5; round++) {
    const { id } = await submit({ receiptTimeoutMs: 60_000 })
    const { token } = await api.carrier.handOver(id)
    const answers = await Promise.all(Array.from({ length: 16 }, () => receipts.send(token)))
    // Those that come after the packet has closed are kept.
    const repeated = answers.filter(([, result]) => result === 'duplicate' || result === 'kept')
    expect(answers.map(([status]) => status)).toEqual(answers.map(() => 200))
    expect([answers.length, repeated.length]).toEqual([16, 15])
    expect(answers).toContainEqual([200, 'recorded'])
    await packetWhen(id, ({ status }) => status === 'DELIVERED')
  }
  const { runId, attempts } = await packetWhen(silent.id, ({ attempts }) => attempts.length > 1)
  // What the worker asks at the deadline.
  const since = await upSince(attemptId({ runId, attempt: 1 }))
  expect(since).toBeLessThan(Date.parse(attempts[0]?.transmittedAt ?? ''))
})

test('a packet that was sent all the signals it may have is no outage: what is new is kept apart', async () => {
  const { id, runId } = await submit({ receiptTimeoutMs: 60_000 })
  const { token } = await api.carrier.handOver(id)
  const workflow = api.temporal.client.workflow.getHandle(workflowIdOf(id))
  for (let sent = 0; sent < signalLimit; sent++) await workflow.signal(receiptSignal, { no: 'receipt' })
  const before = await upSince(attemptId({ runId, attempt: 1 }))
  expect(await receipts.send(token)).toEqual([200, 'kept'])
  expect((await theOneKeptOf(id)).items[0]).toMatchObject({ reason: 'SIGNAL_LIMIT', delivered: true })
  expect(await upSince(attemptId({ runId, attempt: 1 }))).toBe(before)
})
