import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signMessage } from '@/lib/carrier/signature'
import { type Intake, startIntake } from './test-support/intake'
import { getJson, type Rig, secretOf, send, startRig, throwAway, token } from './test-support/rig'

let rig: Rig
let intake: Intake

beforeEach(async () => {
  intake = await startIntake()
  rig = await startRig({ profiles: { '*': { preset: 'instant', receiptDelayMs: [60_000, 60_000] } } })
})

afterEach(async () => {
  await throwAway(rig)
  await intake.close()
})

const change = (name: string, setting: unknown) =>
  fetch(`${rig.url}/profiles/${name}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(setting),
  })

interface Asking {
  provider?: string
  packetId?: string
  attempt?: number
  secret?: string
  webhookId?: string
  body?: string
}

function recall(asking: Asking = {}): Promise<Response> {
  const { provider = 'RouteA', packetId = 'p-1', attempt = 1 } = asking
  const body = asking.body ?? JSON.stringify({ packetId, attempt, token })
  const secret = asking.secret ?? secretOf(provider, 'hand-over')
  const id = asking.webhookId ?? `run-${packetId}.${attempt}.recall`
  return fetch(`${rig.url}/carriers/${provider}/transmit/recall`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signMessage({ id, at: new Date(), body, secret }) },
    body,
  })
}

async function answerTo(asking?: Asking): Promise<unknown> {
  const response = await recall(asking)
  expect(response.status).toBe(200)
  return response.json()
}

const counted = () => getJson(`${rig.url}/stats`)
const owed = (pending: number) => ({ RouteA: { receipts: { pending } } })

describe('a recall', () => {
  it('stops a packet whose receipt is not due yet, and gives the same answer when repeated', async () => {
    await send(rig.url, intake.url)
    expect(await counted()).toMatchObject(owed(1))
    expect(await answerTo()).toEqual({ recalled: true })
    expect(await counted()).toMatchObject(owed(0))
    expect(await answerTo()).toEqual({ recalled: true })
    expect(await answerTo({ webhookId: 'another' })).toEqual({ recalled: true })
    expect(await counted()).toMatchObject({ RouteA: { recalls: 3, recalled: 3, receipts: { dropped: 0 } } })
  })

  it('withdraws all receipts that are owed for the attempt, and no others', async () => {
    await change('RouteA', { duplicateChance: 1 })
    await send(rig.url, intake.url)
    await send(rig.url, intake.url, { message: { attempt: 2 } })
    await send(rig.url, intake.url, { message: { packetId: 'p-2' } })
    expect(await counted()).toMatchObject(owed(6))
    expect(await answerTo()).toEqual({ recalled: true })
    expect(await counted()).toMatchObject(owed(4))
  })

  it('is answered "recalled" each time when several come at once', async () => {
    await send(rig.url, intake.url)
    const answers = await Promise.all([answerTo(), answerTo(), answerTo()])
    expect(answers).toEqual(Array(3).fill({ recalled: true }))
  })

  it('comes too late once the packet has arrived, even while its receipt cannot be sent', async () => {
    await intake.close()
    await change('RouteA', { receiptDelayMs: [0, 0] })
    await send(rig.url, intake.url)
    await expect.poll(counted).toMatchObject({ RouteA: { receipts: { answered: { none: 1 } } } })
    expect(await answerTo()).toEqual({ recalled: false })
    expect(await counted()).toMatchObject(owed(1))
    intake = await startIntake(undefined, Number(new URL(intake.url).port))
    await intake.atLeast(1)
  })

  it('comes too late for the second receipt when the first was sent', async () => {
    await change('RouteA', { receiptDelayMs: [0, 0], duplicateChance: 1, duplicateDelayMs: 60_000 })
    await send(rig.url, intake.url)
    await expect.poll(counted).toMatchObject(owed(1))
    expect(await answerTo()).toEqual({ recalled: false })
    expect(await counted()).toMatchObject(owed(1))
  })

  it('promises nothing for a packet that was never handed over or never gets a receipt', async () => {
    expect(await answerTo()).toEqual({ recalled: false })
    await change('RouteA', { receiptChance: 0 })
    await send(rig.url, intake.url)
    expect(await answerTo()).toEqual({ recalled: false })
    expect(await answerTo({ provider: 'RouteB' })).toEqual({ recalled: false })
  })

  it('is not offered, or has no effect, if the profile says so', async () => {
    await send(rig.url, intake.url)
    await change('RouteA', { recall: 'unsupported' })
    const refused = await recall()
    expect([refused.status, await refused.json()]).toMatchObject([404, { code: 'RECALL_UNSUPPORTED' }])
    await change('RouteA', { recall: 'ignored' })
    expect(await answerTo()).toEqual({ recalled: false })
    expect(await counted()).toMatchObject(owed(1))
  })

  it('survives a restart, and gets the same answer after it', async () => {
    await send(rig.url, intake.url)
    await answerTo()
    await rig.stop()
    rig = await startRig({ profiles: 'instant', dataDir: rig.dataDir })
    expect(await counted()).toMatchObject(owed(0))
    expect(await answerTo()).toEqual({ recalled: true })
    // The journal was rewritten at the start, and must still hold the recall.
    await rig.stop()
    rig = await startRig({ profiles: 'instant', dataDir: rig.dataDir })
    expect(await answerTo()).toEqual({ recalled: true })
    expect((await send(rig.url, intake.url)).status).toBe(202)
    expect(await counted()).toMatchObject({ RouteA: { duplicates: 1, receipts: { sent: 0, pending: 0 } } })
  })
})

it('a recall that is not genuine is refused, counted, and stops nothing', async () => {
  await send(rig.url, intake.url)
  expect((await recall({ secret: secretOf('RouteA', 'receipt') })).status).toBe(401)
  expect((await recall({ webhookId: 'x'.repeat(257) })).status).toBe(401)
  expect((await recall({ attempt: 11 })).status).toBe(400)
  expect((await recall({ body: '{}' })).status).toBe(400)
  expect(
    (await recall({ body: JSON.stringify({ packetId: 'p-1', attempt: 1, token, more: 1 }) })).status,
  ).toBe(400)
  expect((await recall({ body: `"${'x'.repeat(16 * 1024)}"` })).status).toBe(413)
  const unknown = { provider: 'RouteZ', secret: secretOf('RouteA', 'hand-over') }
  expect((await recall(unknown)).status).toBe(404)
  expect((await fetch(`${rig.url}/carriers/RouteA/transmit/recall`)).status).toBe(405)
  expect(await counted()).toMatchObject({ RouteA: { unauthenticated: 2, invalid: 3, recalls: 0 } })
  expect(await counted()).toMatchObject(owed(1))
})

describe('a carrier that takes so many packets in a second', () => {
  it('answers 429 beyond its limit, asks for a pause, and takes the same packet later', async () => {
    await change('RouteA', { preset: 'rateLimiting', receiptDelayMs: [0, 0], retryAfterSeconds: 7 })
    const packets = Array.from({ length: 5 }, (_, index) => ({ message: { packetId: `p-${index}` } }))
    const answers = await Promise.all(packets.map((packet) => send(rig.url, intake.url, packet)))
    const limited = answers.filter(({ status }) => status === 429)
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 429, 429, 429])
    expect(limited.map(({ headers }) => headers.get('retry-after'))).toEqual(['7', '7', '7'])
    const again = packets.find((_, index) => answers[index]?.status === 429)
    await expect.poll(async () => (await send(rig.url, intake.url, again)).status).toBe(202)
    await intake.atLeast(3)
    expect(await counted()).toMatchObject({ RouteA: { accepted: 3, rateLimited: expect.any(Number) } })
  })

  it('answers any number of copies of a packet that it took', async () => {
    await change('RouteA', { maxPerSecond: 1, receiptDelayMs: [0, 0] })
    expect((await send(rig.url, intake.url)).status).toBe(202)
    expect((await send(rig.url, intake.url)).status).toBe(202)
  })

  it('takes nothing with a limit of 0', async () => {
    await change('RouteA', { maxPerSecond: 0 })
    expect((await send(rig.url, intake.url)).status).toBe(429)
  })
})
