import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

function transmitWith(limits: Limits, current = () => untouched) {
  const transmit = createTransmit({
    ...contextFor(url, limits),
    directory: { current: async () => current() },
  })
  return (packetId: string, attempt = 1): Promise<TransmitEvidence> => {
    const environment = new MockActivityEnvironment({
      workflowExecution: { workflowId: `packet-${packetId}`, runId: packetId },
      attempt,
    })
    const order = { packetId, attempt: 1, provider: 'RouteA' }
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

describe('while all sending is paused', () => {
  const paused = applyChange(untouched, { do: 'pause' }, 0, 'wrong texts went out')
  const keptBack = {
    answer: { kind: 'paused', hold: { is: 'paused', words: 'wrong texts went out' }, mayHaveArrived: false },
    excerpt: '',
    tries: 0,
  }

  it('hands nothing over, and blames nobody', async () => {
    const transmit = transmitWith({ maxConcurrent: null, maxPerSecond: null }, () => paused)
    expect([await transmit('p-0'), most]).toEqual([keptBack, 0])
  })

  it('lets go of what it kept back as gradually as of all others', async () => {
    const resumed = applyChange(
      paused,
      { do: 'resume-sending', overMs: 3_600_000 },
      Date.now(),
      'texts are right',
    )
    const transmit = transmitWith({ maxConcurrent: null, maxPerSecond: null }, () => resumed)
    const many = await Promise.all(Array.from({ length: 100 }, (_, index) => transmit(`p-${index}`)))
    const sent = many.filter(({ answer }) => answer.kind === 'accepted').length
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(25)
    const kept = { kind: 'paused', hold: { is: 'resuming', percent: 10 } }
    for (const { answer } of many) if (answer.kind !== 'accepted') expect(answer).toMatchObject(kept)
  })

  it.each([
    { maxConcurrent: 1, maxPerSecond: null },
    { maxConcurrent: null, maxPerSecond: 4 },
  ])(
    'keeps back what has waited for its turn since before it, and gives the turn back (%o)',
    async (limits) => {
      let isResumed = false
      // The pause comes while the provider has the first one.
      const transmit = transmitWith(limits, () => (most === 0 || isResumed ? untouched : paused))
      const [first, ...others] = await Promise.all(['p-0', 'p-1', 'p-2'].map((id) => transmit(id)))
      expect(first?.answer.kind).toBe('accepted')
      expect(others).toEqual([keptBack, keptBack])
      isResumed = true
      expect((await transmit('p-3')).answer.kind).toBe('accepted')
    },
  )

  it('keeps back at once what would get no turn in time', async () => {
    let state = untouched
    const transmit = transmitWith({ maxConcurrent: null, maxPerSecond: 0.1 }, () => state)
    await transmit('p-0')
    const second = transmit('p-1')
    state = paused
    expect(await second).toEqual(keptBack)
  })
})
