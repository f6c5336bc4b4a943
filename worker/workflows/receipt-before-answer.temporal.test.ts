/** Providers that send their receipt first and then give the hand-over a bad answer: they do not get it again. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type ReceiptSignal, receiptsSignal, workflowIdOf } from '@/lib/contract/workflows'
import type { ProviderAnswer } from '@/lib/packet/events'
import type { Packet } from '@/lib/packet/packet'
import { createHandOver } from '../activities/hand-over'
import { contextFor } from '../test-support/activity-context'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { startSkipping } from '../test-support/skipping-client'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const temporal = temporalUnderTest()
let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

interface HandedOver {
  packetId: string
  attempt: number
}

/** Packets whose receipt is stored. */
const said = new Set<string>()

/** Stores a receipt, and resolves once the workflow was told of it. */
async function sendReceipt({ packetId, attempt }: HandedOver, delivered: boolean): Promise<void> {
  const receipt: ReceiptSignal = {
    packetId,
    attempt,
    provider: 'RouteA',
    delivered,
    reason: delivered ? null : 'blocked number',
    providerReference: null,
    webhookId: `${packetId}.${delivered}`,
    receivedAt: Date.now(),
  }
  await temporal.environment.client.workflow
    .getHandle(workflowIdOf(packetId))
    .signal(receiptsSignal, [receipt])
  said.add(packetId)
}

type Reply = (response: ServerResponse, handedOver: HandedOver) => unknown

/** Delivers packets one after the other by a single provider that replies like this; returns the last packet. */
async function deliveredBy(
  reply: Reply,
  packets = 1,
): Promise<{ packet: Packet; handOvers: number; noted: ProviderAnswer[] }> {
  let handOvers = 0
  const started = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    handOvers += 1
    await reply(response, JSON.parse(Buffer.concat(chunks).toString()))
  })
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const noted: ProviderAnswer[] = []
  const { environment } = temporal
  const { activities } = new ScriptedCarrier(environment, { providers: { RouteA: { do: 'stay silent' } } })
  const context = contextFor(`http://127.0.0.1:${(started.address() as AddressInfo).port}/`)
  const handOver = createHandOver({
    ...context,
    handOvers: { ...context.handOvers, isAwaited: async (packetId) => !said.has(packetId) },
    breakers: { note: (_, answer) => noted.push(answer) },
  })
  const worker = await createWorker(environment, { ...activities, handOver })
  const packet = await worker.runUntil(async () => {
    const request = { source: '+1', destination: '+2', contents: 'SGVsbG8=', maxAttempts: 1 }
    for (let before = 1; before < packets; before++)
      await (await startSkipping(environment, request)).result()
    return (await startSkipping(environment, request)).result()
  })
  return { packet, handOvers, noted }
}

const badly: [string, (response: ServerResponse) => unknown][] = [
  ['500', (response) => response.writeHead(500).end()],
  ['429 and a time to come back', (response) => response.writeHead(429, { 'retry-after': '0.3' }).end()],
  ['502', (response) => response.writeHead(502).end()],
  ['a connection that breaks', (response) => response.socket?.destroy()],
  ['garbage', (response) => response.socket?.end('garbage\r\n\r\n')],
]

describe('a provider that confirms and then answers the hand-over with', () => {
  it.each(badly)('%s gets the hand-over once, and has delivered', async (_, answer) => {
    const { packet, handOvers, noted } = await deliveredBy(async (response, handedOver) => {
      await sendReceipt(handedOver, true)
      answer(response)
    })
    expect(packet).toMatchObject({
      status: 'DELIVERED',
      deliveredBy: 'RouteA',
      flags: [],
      failedRouteProviders: [],
    })
    expect(packet.attempts[0]).toMatchObject({ outcome: 'ACKNOWLEDGED', duplicates: 0, settled: true })
    expect(handOvers).toBe(1)
    expect(noted).toEqual([])
  })
})

it('a provider that confirms and then breaks a kept connection gets the hand-over once', async () => {
  let asked = 0
  const { packet, handOvers } = await deliveredBy(async (response, handedOver) => {
    await sendReceipt(handedOver, true)
    if (++asked === 1) response.writeHead(202).end()
    else response.socket?.destroy()
  }, 2)
  expect(packet).toMatchObject({ status: 'DELIVERED', flags: [] })
  expect(handOvers).toBe(2)
})

it('a provider that refuses and then answers with 500 does not get the hand-over again', async () => {
  const { packet, handOvers } = await deliveredBy(async (response, handedOver) => {
    await sendReceipt(handedOver, false)
    response.writeHead(500).end()
  })
  expect(packet).toMatchObject({ status: 'EXHAUSTED', failedRouteProviders: ['RouteA'] })
  expect(packet.reason).toContain('RouteA refused: blocked number')
  expect(handOvers).toBe(1)
})

it('a provider whose receipt has not come gets the hand-over again', async () => {
  let asked = 0
  const { packet, handOvers } = await deliveredBy(async (response, handedOver) => {
    if (++asked === 1) return response.writeHead(500).end()
    await sendReceipt(handedOver, true)
    return response.writeHead(202).end()
  })
  expect(packet).toMatchObject({ status: 'DELIVERED', flags: [] })
  expect(handOvers).toBe(2)
})
