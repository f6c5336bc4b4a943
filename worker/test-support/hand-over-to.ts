/** One hand-over to a provider whose answers the test chooses. */
import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MockActivityEnvironment } from '@temporalio/testing'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import { parseTokenKeys } from '@/lib/carrier/token'
import type { AttemptAt, HandedOver, HandOverOrder } from '@/lib/contract/workflows'
import type { ActivityContext } from '../activities/context'
import { createHandOver } from '../activities/hand-over'
import { begun, contextFor } from './activity-context'

let server: Server | undefined

/** Call this after each test. */
export async function stopProvider(): Promise<void> {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
}

export interface Seen {
  webhookId: string | undefined
  body: Record<string, unknown>
}

/** A provider that answers with each status in turn and then repeats the last one; 0 breaks the connection. */
export async function provider(
  statuses: number[],
  headers: Record<string, string> = {},
): Promise<{ url: string; seen: Seen[] }> {
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
    else response.writeHead(status, status === 202 ? {} : headers).end()
  }
  const started = createServer(listener)
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(started.address() as AddressInfo).port}/`, seen }
}

export const tokenKeys = parseTokenKeys(`k1:${randomBytes(32).toString('base64')}`)

export const order: HandOverOrder & AttemptAt = {
  packetId: 'p-1',
  epoch: 1,
  attempt: 2,
  provider: 'RouteA',
  receiptTimeoutMs: 10_000,
  mayHaveArrived: false,
}

/** An address at which nothing listens: its port was closed again. */
export async function closedPort(): Promise<string> {
  const { url } = await provider([202])
  await new Promise((resolve) => server?.close(resolve))
  server = undefined
  return url
}

/** @param again a lost worker may have sent the hand-over already */
export async function handOverTo(
  url: string,
  change: Partial<HandOverOrder & AttemptAt> = {},
  otherUrl = url,
  again = false,
): Promise<HandedOver> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const handOverSecrets = [secret]
  const base = contextFor(url)
  const context: ActivityContext = {
    ...base,
    handOvers: { ...base.handOvers, claim: async ({ orders }) => orders.map(() => begun(again)) },
    providers: [
      configuredProvider('RouteA', { url, handOverSecrets }),
      configuredProvider('RouteB', { url: otherUrl, handOverSecrets }),
    ],
    tokenKeys,
  }
  const environment = new MockActivityEnvironment()
  const { provider, ...rest } = { ...order, ...change }
  const handOver = createHandOver(context)
  const [handedOver]: HandedOver[] = await environment.run(handOver, { provider, orders: [rest] })
  if (handedOver === undefined) throw new Error('The hand-over was left without an answer.')
  return handedOver
}
