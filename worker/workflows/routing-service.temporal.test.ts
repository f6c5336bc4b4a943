/** Deliveries whose providers are named by a real routing service over HTTP. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import { type RoutingFallback, type RoutingQuestion, routingQuestion } from '@/lib/contract/services'
import { cancelSignal, type DeliveryRequest } from '@/lib/contract/workflows'
import { createGetRoute, createGetRouteFromService } from '../activities/get-route'
import { contextFor } from '../test-support/activity-context'
import { deliver as deliverIn } from '../test-support/deliver'
import { type Script, ScriptedCarrier } from '../test-support/scripted-carrier'
import { startSkipping } from '../test-support/skipping-client'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

const confirm = { do: 'confirm' } as const
const refuse = { do: 'refuse' } as const
const request: DeliveryRequest = { source: '+1', destination: '+2', contents: 'SGVsbG8=' }

let close = async () => {}
afterEach(() => close())

type Answer = (question: RoutingQuestion, response: ServerResponse, asked: number) => void

async function serviceThat(answer: Answer): Promise<{ url: string; asked: RoutingQuestion[] }> {
  const asked: RoutingQuestion[] = []
  const service = createServer(async (asking, response) => {
    let body = ''
    for await (const chunk of asking) body += chunk
    const question = routingQuestion.parse(JSON.parse(body))
    answer(question, response, asked.push(question))
  })
  await new Promise<void>((ready) => service.listen(0, '127.0.0.1', ready))
  close = () =>
    new Promise((done) => {
      service.close(() => done())
      service.closeAllConnections()
    })
  const { port } = service.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, asked }
}

const name = (response: ServerResponse, provider: string | null) =>
  void response.end(JSON.stringify({ provider }))
const breakOff = (response: ServerResponse) => void response.socket?.destroy()

/** Delivers with the real look-ups and scripted carriers. */
async function deliver(url: string, fallback: RoutingFallback, script: Script) {
  const carrier = new ScriptedCarrier(server.environment, script)
  const context = {
    ...contextFor('http://127.0.0.1:9/'),
    providers: Object.keys(script.providers).map((each) => configuredProvider(each)),
    routingService: { url, fallback },
  }
  const worker = await createWorker(server.environment, {
    ...carrier.activities,
    getRoute: createGetRoute(context),
    getRouteFromService: createGetRouteFromService(context),
  })
  return worker.runUntil(async () => {
    const started = await startSkipping(server.environment, request)
    return { packet: await started.result(), started }
  })
}

describe('a routing service', () => {
  it('decides which provider gets the packet, and is told which ones had it', async () => {
    const { url, asked } = await serviceThat(({ candidates }, response) =>
      name(response, candidates.at(-1) ?? null),
    )
    const { packet } = await deliver(url, 'fail', { providers: { A: confirm, B: refuse, C: refuse } })
    expect(packet).toMatchObject({ status: 'DELIVERED', failedRouteProviders: ['C', 'B'], deliveredBy: 'A' })
    expect(packet.attempts.map(({ choice }) => choice?.by)).toEqual(['service', 'service', 'service'])
    expect(asked.map(({ tried, candidates }) => [tried, candidates])).toEqual([
      [[], ['A', 'B', 'C']],
      [['C'], ['A', 'B']],
      [['C', 'B'], ['A']],
    ])
  })

  it('ends the packet when it names no provider, and is not asked when no candidate is left', async () => {
    const { url, asked } = await serviceThat((_, response) => name(response, null))
    const { packet } = await deliver(url, 'fail', { providers: { A: confirm } })
    expect(packet).toMatchObject({ status: 'NO_ROUTE', attempts: [] })
    expect(asked).toHaveLength(1)
    const { packet: other } = await deliver(url, 'fail', { providers: {} })
    expect(other).toMatchObject({ status: 'NO_ROUTE', attempts: [] })
    expect(asked).toHaveLength(1)
  })

  it('is asked again after a broken connection', async () => {
    const { url, asked } = await serviceThat(({ candidates: [first = null] }, response, count) =>
      count < 3 ? breakOff(response) : name(response, first),
    )
    const { packet } = await deliver(url, 'fail', { providers: { A: confirm } })
    expect(packet).toMatchObject({ status: 'DELIVERED', attempts: [{ choice: { by: 'service' } }] })
    expect(packet.reason).not.toContain('routing service')
    expect(asked).toHaveLength(3)
  })
})

describe('after three failures', () => {
  it('the packet ends FAILED, with the last error, if there is no fallback', async () => {
    const { url, asked } = await serviceThat((_, response, count) =>
      count < 3 ? void response.writeHead(500).end() : breakOff(response),
    )
    const { packet } = await deliver(url, 'fail', { providers: { A: confirm } })
    expect(packet).toMatchObject({ status: 'FAILED', attempts: [], lookup: { failures: 3 } })
    expect(packet.reason).toBe('Gave up on getRoute after 3 tries: IO Error: network disconnect.')
    expect(asked).toHaveLength(3)
  })

  it('the built-in rules choose if they are the fallback, and the packet says so', async () => {
    const { url, asked } = await serviceThat((_, response) => name(response, 'nobody'))
    const { packet } = await deliver(url, 'built-in', { providers: { A: refuse, B: confirm } })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'B', failedRouteProviders: ['A'] })
    expect(packet.attempts.map(({ choice }) => choice?.by)).toEqual(['fallback', 'fallback'])
    expect(packet.reason).toMatch(
      /^A refused: blocked number, B confirmed after .+; the routing service failed, so the built-in rules chose A and B\.$/,
    )
    expect(asked).toHaveLength(6)
  })
})

describe('a question that waits for a worker', () => {
  const waiting: Script = { providers: { A: confirm }, routingService: 'fail', routingServiceMs: 8_000 }

  it('does not keep a packet from being canceled', async () => {
    const carrier = new ScriptedCarrier(server.environment, waiting)
    const worker = await createWorker(server.environment, carrier.activities)
    const packet = await worker.runUntil(async () => {
      const started = await startSkipping(server.environment, request)
      await started.handle.signal(cancelSignal, { reason: 'wrong number' })
      return started.result()
    })
    expect(packet).toMatchObject({ status: 'CANCELED', attempts: [] })
    expect(Date.parse(packet.endedAt ?? '') - Date.parse(packet.createdAt)).toBeLessThan(5_000)
  })

  it('does not keep a packet from expiring', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString()
    const { packet } = await deliverIn(server.environment, waiting, { expiresAt })
    expect(packet).toMatchObject({ status: 'EXPIRED', attempts: [] })
    expect(Date.parse(packet.endedAt ?? '') - Date.parse(expiresAt)).toBeLessThan(5_000)
  })

  it('is no failure of the service when it times out', async () => {
    const script: Script = { providers: { A: confirm }, routingService: 'fail', slowQuestions: 1 }
    const { packet } = await deliverIn(server.environment, script)
    expect(packet).toMatchObject({ status: 'DELIVERED', attempts: [{ provider: 'A' }] })
  })
})
