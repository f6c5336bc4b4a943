import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ActivityCancellationDetails, ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import { contextFor } from '../test-support/activity-context'
import { createTransmit } from './transmit'

let server: Server
let url = ''
/** Requests that wait for an answer, by the packet that they brought. */
let open: Map<string, ServerResponse>
let seen: string[]

beforeEach(async () => {
  open = new Map()
  seen = []
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { packetId } = JSON.parse(Buffer.concat(chunks).toString())
    seen.push(packetId)
    open.set(packetId, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

interface UnderWay {
  evidence: Promise<TransmitEvidence>
  withdraw: () => void
  stopWorker: () => void
}

type Transmit = ReturnType<typeof createTransmit>

function handOver(transmit: Transmit, packetId: string, extra: Partial<TransmitOrder> = {}): UnderWay {
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: `packet-${packetId}`, runId: packetId },
  })
  const parties = { provider: 'RouteA', source: '+1', destination: '+2', contents: '' }
  const order = { packetId, attempt: 1, receiptTimeoutMs: 10_000, ...parties, ...extra }
  const cancel = (details: ConstructorParameters<typeof ActivityCancellationDetails>[0]) =>
    new ActivityCancellationDetails(details)
  return {
    evidence: environment.run(transmit, order),
    withdraw: () => environment.cancel('CANCELLED', cancel({ cancelRequested: true })),
    stopWorker: () => environment.cancel('WORKER_SHUTDOWN', cancel({ workerShutdown: true })),
  }
}

async function arrived(packetId: string): Promise<ServerResponse> {
  return vi.waitFor(() => {
    const response = open.get(packetId)
    if (response === undefined) throw new Error(`${packetId} has not arrived.`)
    return response
  })
}

const withdrawn = { answer: { kind: 'unsent', why: 'withdrawn' }, tries: 0 }

describe('a hand-over that waits for its turn', () => {
  it.each([{ maxConcurrent: 1 }, { maxPerSecond: 0.5 }])(
    'is not sent any more when it is withdrawn (%o)',
    async (limits) => {
      const transmit = createTransmit(contextFor(url, limits))
      const first = handOver(transmit, 'p-1')
      const answer = await arrived('p-1')
      const second = handOver(transmit, 'p-2')
      second.withdraw()
      expect(await second.evidence).toMatchObject(withdrawn)
      answer.writeHead(202).end()
      expect((await first.evidence).answer.kind).toBe('accepted')
      expect(seen).toEqual(['p-1'])
    },
  )

  it('gives its turn to the next one', async () => {
    const transmit = createTransmit(contextFor(url, { maxConcurrent: 1 }))
    const first = handOver(transmit, 'p-1')
    const second = handOver(transmit, 'p-2')
    const third = handOver(transmit, 'p-3')
    const answer = await arrived('p-1')
    second.withdraw()
    answer.writeHead(202).end()
    const next = await arrived('p-3')
    next.writeHead(202).end()
    await Promise.all([first.evidence, second.evidence, third.evidence])
    expect(seen).toEqual(['p-1', 'p-3'])
  })

  it('is not sent any more once the packet has expired', async () => {
    const transmit = createTransmit(contextFor(url, { maxConcurrent: 1 }))
    const first = handOver(transmit, 'p-1')
    const answer = await arrived('p-1')
    const second = handOver(transmit, 'p-2', { expiresAt: Date.now() + 200 })
    expect(await second.evidence).toMatchObject({ answer: { kind: 'unsent', why: 'expired' }, tries: 0 })
    answer.writeHead(202).end()
    await first.evidence
    expect(seen).toEqual(['p-1'])
  })

  it('goes back to Temporal when its worker stops, known to be unsent', async () => {
    const transmit = createTransmit(contextFor(url, { maxConcurrent: 1 }))
    const first = handOver(transmit, 'p-1')
    const answer = await arrived('p-1')
    const second = handOver(transmit, 'p-2')
    second.stopWorker()
    await expect(second.evidence).rejects.toMatchObject({ type: 'OverLimit', nonRetryable: false })
    await expect(second.evidence).rejects.toBeInstanceOf(ApplicationFailure)
    answer.writeHead(202).end()
    await first.evidence
  })
})

describe('a hand-over without limits', () => {
  it('is not sent when it is withdrawn or expired before it begins', async () => {
    const transmit = createTransmit(contextFor(url))
    const first = handOver(transmit, 'p-1')
    first.withdraw()
    expect(await first.evidence).toMatchObject(withdrawn)
    const late = handOver(transmit, 'p-2', { expiresAt: Date.now() })
    expect(await late.evidence).toMatchObject({ answer: { kind: 'unsent', why: 'expired' } })
    expect(seen).toEqual([])
  })

  it('is not interrupted once it has left: the answer counts', async () => {
    const { evidence, withdraw } = handOver(createTransmit(contextFor(url)), 'p-1')
    const answer = await arrived('p-1')
    withdraw()
    answer.writeHead(202).end()
    expect(await evidence).toMatchObject({ answer: { kind: 'accepted', status: 202 }, tries: 1 })
  })

  it('is not tried again after it is withdrawn', async () => {
    const { evidence, withdraw } = handOver(createTransmit(contextFor(url)), 'p-1')
    const answer = await arrived('p-1')
    withdraw()
    answer.writeHead(503).end()
    expect(await evidence).toMatchObject({ answer: { kind: 'unreachable', status: 503 }, tries: 1 })
    expect(seen).toEqual(['p-1'])
  })
})
