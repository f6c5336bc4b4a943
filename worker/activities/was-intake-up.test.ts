import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Liveness } from '@/lib/contract/health'
import { createWasIntakeUp } from './was-intake-up'

const t0 = Date.UTC(2026, 10, 21, 10, 42, 7)
let upSince = t0
let web: Server

/** A web process that says since when it takes receipts. */
beforeEach(async () => {
  web = createServer((_, response) => {
    const body: Liveness = { status: 'live', intakeUpSince: new Date(upSince).toISOString() }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
})

afterEach(stop)

async function stop(): Promise<void> {
  web.closeAllConnections()
  await new Promise((resolve) => web.close(resolve))
}

async function wasUp(since: number): Promise<boolean> {
  const webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}/`
  return new MockActivityEnvironment().run(createWasIntakeUp({ webUrl }), { since })
}

it('says yes when receipts could be taken before that moment and ever since', async () => {
  expect([await wasUp(t0), await wasUp(t0 + 1)]).toEqual([true, true])
})

it('says no after a restart or an outage of Temporal since that moment, however many there were', async () => {
  upSince = t0 + 1
  expect(await wasUp(t0)).toBe(false)
  upSince = t0 + 20_000
  expect([await wasUp(t0), await wasUp(t0 + 10_000), await wasUp(t0 + 20_000)]).toEqual([false, false, true])
})

it('says no when nobody answers', async () => {
  const address = web.address() as AddressInfo
  await stop()
  const webUrl = `http://127.0.0.1:${address.port}/`
  const asked = new MockActivityEnvironment().run(createWasIntakeUp({ webUrl }), { since: t0 })
  expect(await asked).toBe(false)
})
