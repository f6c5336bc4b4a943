/** One hand-over to a provider that answers as a test says. */
import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MockActivityEnvironment } from '@temporalio/testing'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import { parseTokenKeys } from '@/lib/carrier/token'
import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import type { ActivityContext } from '../activities/context'
import { createTransmit } from '../activities/transmit'
import { contextFor } from './activity-context'

let server: Server | undefined

/** To be called after each test. */
export async function stopProvider(): Promise<void> {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
  server = undefined
}

export interface Seen {
  webhookId: string | undefined
  body: Record<string, unknown>
}

/** A provider that answers with each status in turn, the last one for ever; 0 breaks the connection. */
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

export const order: TransmitOrder = {
  packetId: 'p-1',
  attempt: 2,
  provider: 'RouteA',
  receiptTimeoutMs: 10_000,
}

/** Nobody listens there: the port was given back. */
export async function closedPort(): Promise<string> {
  const { url } = await provider([202])
  await new Promise((resolve) => server?.close(resolve))
  server = undefined
  return url
}

export async function transmit(
  url: string,
  change: Partial<TransmitOrder> = {},
  otherUrl = url,
  /** Which try of the activity it is. */
  attempt = 1,
): Promise<TransmitEvidence> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const handOverSecrets = [secret]
  const context: ActivityContext = {
    ...contextFor(url),
    providers: [
      configuredProvider('RouteA', { url, handOverSecrets }),
      configuredProvider('RouteB', { url: otherUrl, handOverSecrets }),
    ],
    tokenKeys,
  }
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: 'packet-p-1', runId: 'run-1' },
    attempt,
  })
  return environment.run(createTransmit(context), { ...order, ...change })
}
