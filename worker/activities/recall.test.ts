import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { verifyMessage } from '@/lib/carrier/signature'
import { openToken, parseTokenKeys } from '@/lib/carrier/token'
import { recallMessage } from '@/lib/contract/carrier'
import type { RecallEvidence, RecallOrder } from '@/lib/contract/workflows'
import { createRecall } from './recall'

const secret = `whsec_${randomBytes(32).toString('base64')}`
const tokenKeys = parseTokenKeys(`k1:${randomBytes(32).toString('base64')}`)
let server: Server | undefined

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
})

interface Seen {
  path: string | undefined
  headers: IncomingMessage['headers']
  body: string
}

type Answer = { status: number; body?: unknown } | 'silence'

/** A provider that gives each recall the next of these answers, and repeats the last one. */
async function provider(...answers: Answer[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = []
  const started = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() })
    const answer = answers[Math.min(seen.length, answers.length) - 1] ?? 'silence'
    if (answer !== 'silence') response.writeHead(answer.status).end(JSON.stringify(answer.body ?? {}))
  })
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(started.address() as AddressInfo).port}/transmit?line=2`, seen }
}

const order: RecallOrder = { packetId: 'p-1', attempt: 2, provider: 'RouteA', deadline: Date.now() }

async function recall(url: string, change: Partial<RecallOrder> = {}): Promise<RecallEvidence> {
  const providers = [{ name: 'RouteA', url, handOverSecrets: [secret] }]
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: 'packet-p-1', runId: 'run-1' },
  })
  return environment.run(createRecall({ providers, tokenKeys }), { ...order, ...change })
}

describe('a recall', () => {
  it('goes to <url>/recall, signed like a hand-over, with a webhook-id of its own', async () => {
    const { url, seen } = await provider({ status: 200, body: { recalled: true } })
    expect(await recall(url)).toMatchObject({ result: 'RECALLED' })
    const [request] = seen
    expect(request?.path).toBe('/transmit/recall?line=2')
    const { token, ...named } = recallMessage.parse(JSON.parse(request?.body ?? ''))
    expect(named).toEqual({ packetId: 'p-1', attempt: 2 })
    expect(await openToken(token, tokenKeys)).toMatchObject({ packetId: 'p-1', provider: 'RouteA' })
    const header = (name: string) => request?.headers[name]?.toString() ?? null
    const headers = {
      id: header('webhook-id'),
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
    }
    expect(verifyMessage({ headers, body: request?.body ?? '', secrets: [secret] })).toMatchObject({
      ok: true,
      webhookId: 'p-1.2.recall',
    })
  })

  it.each<[string, Answer, RecallEvidence['result']]>([
    ['says no', { status: 200, body: { recalled: false } }, 'NOT_RECALLED'],
    ['does not offer it', { status: 404, body: { recalled: true } }, 'NOT_RECALLED'],
    ['answers something else', { status: 200, body: { ok: true } }, 'FAILED'],
    ['accepts without deciding', { status: 202, body: { recalled: true } }, 'NOT_RECALLED'],
    ['fails', { status: 500 }, 'FAILED'],
  ])('of a provider that %s does not count as recalled', async (_, answer, result) => {
    const { url } = await provider(answer)
    expect(await recall(url)).toMatchObject({ result })
  })

  it('is tried twice with the same webhook-id, each time for 3 s', async () => {
    const { url, seen } = await provider('silence', { status: 200, body: { recalled: true } })
    const started = performance.now()
    expect(await recall(url)).toMatchObject({ result: 'RECALLED' })
    expect(performance.now() - started).toBeGreaterThanOrEqual(2_900)
    expect(performance.now() - started).toBeLessThan(4_500)
    expect(seen.map(({ headers }) => headers['webhook-id'])).toEqual(['p-1.2.recall', 'p-1.2.recall'])
  })

  it('fails if the provider cannot be reached, with the reason and without a secret', async () => {
    const { url } = await provider('silence')
    await new Promise((resolve) => server?.close(resolve))
    server = undefined
    const evidence = await recall(url)
    expect(evidence).toEqual({ result: 'FAILED', detail: 'connection refused' })
  })

  it('fails at once for a provider that is not configured any more', async () => {
    expect(await recall('http://127.0.0.1:1/', { provider: 'Gone' })).toMatchObject({ result: 'FAILED' })
  })
})
