import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { TransmitEvidence } from '@/lib/contract/workflows'
import { applyChange } from '@/lib/directory/apply-change'
import { untouched } from '@/lib/directory/state'
import { contextFor } from '../test-support/activity-context'
import { createTransmit } from './transmit'

let server: Server
let url = ''
let underWay = 0
let most = 0

/** A provider that takes a while, and notes how many hand-overs it has at once. */
beforeEach(async () => {
  most = 0
  server = createServer(async (_, response) => {
    underWay += 1
    most = Math.max(most, underWay)
    await pause(40)
    underWay -= 1
    response.writeHead(202).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

type Limits = Pick<ConfiguredProvider, 'maxConcurrent' | 'maxPerSecond'>

function transmitWith(limits: Limits, directory = untouched) {
  const transmit = createTransmit({
    ...contextFor(url, limits),
    directory: { current: async () => directory },
  })
  return (packetId: string, attempt = 1): Promise<TransmitEvidence> => {
    const environment = new MockActivityEnvironment({
      workflowExecution: { workflowId: `packet-${packetId}`, runId: packetId },
      attempt,
    })
    const order = { packetId, attempt: 1, provider: 'RouteA', source: '+1', destination: '+2', contents: '' }
    return environment.run(transmit, { ...order, receiptTimeoutMs: 10_000 })
  }
}

const ids = Array.from({ length: 6 }, (_, index) => `p-${index}`)

it('has no more hand-overs under way than the provider may be given at once', async () => {
  const transmit = transmitWith({ maxConcurrent: 2, maxPerSecond: null })
  const all = await Promise.all(ids.map((id) => transmit(id)))
  expect(all.every(({ answer }) => answer.kind === 'accepted')).toBe(true)
  expect(most).toBe(2)
})

it('counts the time of a hand-over from its own turn', async () => {
  const transmit = transmitWith({ maxConcurrent: 1, maxPerSecond: null })
  const all = await Promise.all(ids.map((id) => transmit(id)))
  for (const { answer } of all) {
    if (answer.kind !== 'accepted') throw new Error('It was not accepted.')
    expect(answer.latencyMs).toBeLessThan(150)
  }
})

it('gives back to Temporal what would wait too long, blaming nobody', async () => {
  const transmit = transmitWith({ maxConcurrent: null, maxPerSecond: 0.1 })
  const first = await transmit('p-0')
  expect(first.answer.kind).toBe('accepted')
  const second = transmit('p-1')
  await expect(second).rejects.toThrow(ApplicationFailure)
  await expect(second).rejects.toMatchObject({ type: 'OverLimit', nonRetryable: false })
})

it.each([
  [1, 1_000],
  [7, 7_000],
  [70, 10_000],
])('asks less often the longer it has waited: the %d. time for another in %d ms', async (tries, ms) => {
  const transmit = transmitWith({ maxConcurrent: null, maxPerSecond: 0.1 })
  await transmit('p-0')
  await expect(transmit('p-1', tries)).rejects.toMatchObject({ type: 'OverLimit', nextRetryDelay: ms })
})

it('hands nothing over while all sending is paused, and blames nobody', async () => {
  const paused = applyChange(untouched, { do: 'pause' }, 0, 'wrong texts went out')
  const { answer, tries } = await transmitWith({ maxConcurrent: null, maxPerSecond: null }, paused)('p-0')
  expect(answer).toEqual({
    kind: 'outage',
    why: 'paused',
    reason: 'wrong texts went out',
    mayHaveArrived: false,
  })
  expect([tries, most]).toEqual([0, 0])
})
