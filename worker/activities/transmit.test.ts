import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { openToken, parseTokenKeys } from '@/lib/carrier/token'
import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import type { ActivityContext } from './context'
import { createTransmit } from './transmit'

let server: Server | undefined

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

interface Seen {
  webhookId: string | undefined
  body: Record<string, unknown>
}

/** A provider that answers with each status in turn, the last one for ever; 0 breaks the connection. */
async function provider(statuses: number[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push({
      webhookId: request.headers['webhook-id']?.toString(),
      body: JSON.parse(Buffer.concat(chunks).toString()),
    })
    const status = statuses[Math.min(seen.length, statuses.length) - 1] ?? 202
    if (status === 0) request.socket.destroy()
    else response.writeHead(status).end()
  }
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(started.address() as AddressInfo).port}/`, seen }
}

const tokenKeys = parseTokenKeys(`k1:${randomBytes(32).toString('base64')}`)

const order: TransmitOrder = {
  packetId: 'p-1',
  attempt: 2,
  provider: 'RouteA',
  source: '+017771110000',
  destination: '+016660002222',
  contents: 'SGVsbG8=',
  receiptTimeoutMs: 10_000,
}

async function transmit(url: string, change: Partial<TransmitOrder> = {}): Promise<TransmitEvidence> {
  const context: ActivityContext = {
    providers: [
      {
        name: 'RouteA',
        url,
        receiptTimeoutMs: null,
        recall: false,
        handOverSecrets: [`whsec_${randomBytes(32).toString('base64')}`],
        receiptSecrets: [],
      },
    ],
    tokenKeys,
    callbackUrl: 'http://127.0.0.1:3000/api/callbacks/transmit',
    webUrl: 'http://127.0.0.1:3000/',
    errorChance: 0,
    seed: null,
    graceMs: 30_000,
    settlingMs: 120_000,
  }
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: 'packet-p-1', runId: 'run-1' },
  })
  return environment.run(createTransmit(context), { ...order, ...change })
}

describe('transmit', () => {
  it('names the attempt in the webhook-id and seals it in the token', async () => {
    const { url, seen } = await provider([202])
    const evidence = await transmit(url)
    expect(evidence).toMatchObject({ answer: { kind: 'accepted', status: 202 }, tries: 1 })
    expect(seen[0]?.webhookId).toBe('run-1.2')
    const claims = await openToken(String(seen[0]?.body.token), tokenKeys)
    expect(claims).toMatchObject({ packetId: 'p-1', runId: 'run-1', attempt: 2, provider: 'RouteA' })
  })

  it('tries a failing provider three times, always with the same webhook-id', async () => {
    const { url, seen } = await provider([503, 0, 202])
    const evidence = await transmit(url)
    expect(evidence).toMatchObject({ answer: { kind: 'accepted' }, tries: 3 })
    expect(new Set(seen.map((each) => each.webhookId))).toEqual(new Set(['run-1.2']))
  })

  it('gives up after three tries and remembers that one of them may have arrived', async () => {
    const { url, seen } = await provider([0, 503])
    const evidence = await transmit(url)
    expect(evidence.answer).toMatchObject({ kind: 'unreachable', status: 503, mayHaveArrived: true })
    expect(seen).toHaveLength(3)
  })

  it('does not repeat what the provider rejected', async () => {
    const { url, seen } = await provider([422])
    expect(await transmit(url)).toMatchObject({ answer: { kind: 'rejected', status: 422 }, tries: 1 })
    expect(seen).toHaveLength(1)
  })

  it('takes half the time that the provider has for its receipt, and no more', async () => {
    const { url } = await provider([503])
    const started = performance.now()
    await transmit(url, { receiptTimeoutMs: 1_000 })
    expect(performance.now() - started).toBeLessThan(700)
  })

  it('says so when the provider is not configured any more', async () => {
    expect(await transmit('http://127.0.0.1:1/', { provider: 'Gone' })).toMatchObject({
      answer: { kind: 'unreachable', reason: 'it is not configured any more', mayHaveArrived: false },
    })
  })
})
