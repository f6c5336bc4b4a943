import http, { type ClientRequest, type ServerResponse } from 'node:http'
import { ApplicationFailure } from '@temporalio/common'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HandOverOrder } from '@/lib/contract/workflows'
import type { ProviderAnswer } from '@/lib/packet/events'
import { contextFor } from '../test-support/activity-context'
import { beginHandOvers, type UnderWay } from '../test-support/hand-over-under-way'
import { holdingProvider } from '../test-support/holding-provider'
import { createHandOver } from './hand-over'

const provider = holdingProvider()
const noted: ProviderAnswer[] = []

beforeEach(() => {
  noted.length = 0
  // A spy only: requests are really made.
  vi.spyOn(http, 'request')
})

afterEach(() => {
  vi.restoreAllMocks()
})

interface Sent extends UnderWay {
  answer: ServerResponse
  /** Resolves once the worker has the provider's status. */
  statusIsKnown: Promise<unknown>
}

/** A hand-over that the provider has received and not yet answered. */
async function sent(extra: Partial<HandOverOrder> = {}): Promise<Sent> {
  const breakers = { note: (_: unknown, answer: ProviderAnswer) => noted.push(answer) }
  const handOver = createHandOver({ ...contextFor(provider.url), breakers })
  const underWay = beginHandOvers(handOver, ['p-1'], extra)
  const answer = await provider.arrived('p-1')
  const request: ClientRequest = vi.mocked(http.request).mock.results[0]?.value
  const statusIsKnown = new Promise((resolve) => request.once('response', resolve))
  return { ...underWay, answer, statusIsKnown }
}

async function failureOf({ all }: UnderWay): Promise<unknown> {
  return all.then(
    () => null,
    (error: unknown) => error,
  )
}

describe('a hand-over whose worker stops', () => {
  it('blames no provider when stopped in the middle: Temporal repeats the hand-over', async () => {
    const handOver = await sent()
    handOver.stopWorker()
    const failure = await failureOf(handOver)
    expect(failure).toBeInstanceOf(ApplicationFailure)
    expect(failure).toMatchObject({ type: 'WorkerStopped', nonRetryable: false })
    expect(noted).toEqual([])
  })

  it('is not over when stopped between two tries: the next answer is unknown', async () => {
    const handOver = await sent()
    handOver.answer.writeHead(503, { 'retry-after': '4' }).end()
    await handOver.statusIsKnown
    handOver.stopWorker()
    expect(await failureOf(handOver)).toMatchObject({ type: 'WorkerStopped' })
    expect(noted).toEqual([])
  })

  it.each([
    [202, 'accepted'],
    [422, 'rejected'],
  ])('keeps the answer when stopped just after the provider answered %d', async (status, kind) => {
    const handOver = await sent()
    // The body does not end, so the worker is stopped while it reads the body.
    handOver.answer.writeHead(status).write('thanks')
    await handOver.statusIsKnown
    handOver.stopWorker()
    expect(await handOver.all).toMatchObject([{ answer: { kind, status } }])
  })
})

it('blames a provider that lets the time pass, whatever its worker does', async () => {
  const handOver = await sent({ receiptTimeoutMs: 600 })
  expect(await handOver.all).toMatchObject([
    { answer: { kind: 'unreachable', reason: { code: 'ANSWER_TIMEOUT', errno: null, also: [] } } },
  ])
  handOver.stopWorker()
  expect(noted).toHaveLength(1)
})
