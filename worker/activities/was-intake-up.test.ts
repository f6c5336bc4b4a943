import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Liveness } from '@/lib/contract/health'
import { createWasIntakeUp } from './was-intake-up'

const t0 = Date.UTC(2026, 10, 21, 10, 42, 7)
let upSince = t0
let web: Server
/** What answers in place of the web process. */
let other: { status: number; body: string } | null
let warned: { words: string; facts: unknown }[]
/** The warning comes once a minute from each, so that every test has its own. */
let wasIntakeUp: ReturnType<typeof createWasIntakeUp>

/** A web process that says since when it takes receipts. */
beforeEach(async () => {
  upSince = t0
  other = null
  warned = []
  web = createServer((_, response) => {
    if (other !== null) return response.writeHead(other.status).end(other.body)
    const body: Liveness = { status: 'live', intakeUpSince: new Date(upSince).toISOString() }
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  wasIntakeUp = createWasIntakeUp({ webUrl: address() })
})

afterEach(async () => {
  vi.useRealTimers()
  await stop()
})

function address(): string {
  return `http://127.0.0.1:${(web.address() as AddressInfo).port}`
}

async function stop(): Promise<void> {
  web.closeAllConnections()
  await new Promise((resolve) => web.close(resolve))
}

async function wasUp(since: number): Promise<boolean> {
  const logger = new DefaultLogger('WARN', ({ message: words, meta }) => {
    warned.push({ words, facts: meta })
  })
  return new MockActivityEnvironment({}, { logger }).run(wasIntakeUp, { attempt: 1, since })
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

it('says no when nobody answers, which is an outage and no wrong setting', async () => {
  await stop()
  expect(await wasUp(t0)).toBe(false)
  expect(warned).toEqual([])
})

it.each([
  ['a login', { status: 401, body: 'Who are you?' }],
  ['a page of a login', { status: 200, body: '<!doctype html><title>Log in</title>' }],
  ['another product', { status: 200, body: '{"status":"live"}' }],
  ['a proxy without anybody behind it', { status: 502, body: '' }],
])('says no when %s answers, and warns with address and status', async (_, instead) => {
  other = instead
  const url = `${address()}/api/health/live`
  expect(await wasUp(t0)).toBe(false)
  expect(warned).toEqual([
    {
      words: expect.stringContaining('WEB_URL'),
      facts: expect.objectContaining({ address: url, status: instead.status }),
    },
  ])
})

it('warns once a minute, however many packets ask', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  other = { status: 401, body: '' }
  await wasUp(t0)
  await wasUp(t0)
  vi.advanceTimersByTime(60_001)
  await wasUp(t0)
  expect(warned).toHaveLength(2)
})
