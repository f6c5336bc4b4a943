import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Intake, startIntake } from './test-support/intake'
import { getJson, type Rig, secretOf, send, startRig, throwAway } from './test-support/rig'

let rig: Rig
let intake: Intake

beforeEach(async () => {
  intake = await startIntake()
  rig = await startRig({ profiles: { '*': 'instant' } })
})

afterEach(async () => {
  await throwAway(rig)
  await intake.close()
})

const setProfile = (name: string, setting: unknown) =>
  fetch(`${rig.url}/profiles/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(setting),
  })

const handOvers = (packetId: string) => getJson(`${rig.url}/handovers?packetId=${packetId}`)

describe('a hand-over', () => {
  it('is taken and confirmed with the token, signed with the receipt secret', async () => {
    const response = await send(rig.url, intake.url)
    expect(response.status).toBe(202)
    const [receipt] = await intake.atLeast(1)
    expect(JSON.parse(receipt?.body ?? '')).toEqual({
      token: expect.stringContaining('sealed'),
      delivered: true,
      providerReference: 'RouteA-p-1-1',
    })
    expect(receipt?.isSignedWith(secretOf('RouteA', 'receipt'))).toBe(true)
    expect(receipt?.isSignedWith(secretOf('RouteB', 'receipt'))).toBe(false)
  })

  it('gets the same answer and no second receipt when it is repeated', async () => {
    await send(rig.url, intake.url)
    await intake.atLeast(1)
    await setProfile('RouteA', 'refusing')
    const again = await send(rig.url, intake.url)
    expect(again.status).toBe(202)
    // This packet is taken after the copy: if the copy had a receipt, that would have come first.
    await setProfile('RouteA', 'instant')
    await send(rig.url, intake.url, { message: { packetId: 'p-2' } })
    const receipts = await intake.atLeast(2)
    const about = receipts.map(({ body }) => JSON.parse(body).providerReference)
    expect(about).toEqual(['RouteA-p-1-1', 'RouteA-p-2-1'])
    expect(await handOvers('p-1')).toMatchObject({
      items: [
        {
          webhookId: 'run-p-1.1',
          provider: 'RouteA',
          attempt: 1,
          answer: 202,
          duplicate: false,
          contentsBytes: 32,
        },
        { webhookId: 'run-p-1.1', answer: 202, duplicate: true },
      ],
    })
    expect(await getJson(`${rig.url}/stats`)).toMatchObject({
      RouteA: { handOvers: 3, duplicates: 1, accepted: 2, receipts: { pending: 0 } },
    })
  })

  it('is taken once when ten copies arrive at the same moment', async () => {
    const copies = await Promise.all(Array.from({ length: 10 }, () => send(rig.url, intake.url)))
    expect(copies.map(({ status }) => status)).toEqual(Array(10).fill(202))
    expect(await getJson(`${rig.url}/stats`)).toMatchObject({ RouteA: { accepted: 1, duplicates: 9 } })
  })

  it('counts as a different one for another provider, even with the same id', async () => {
    await send(rig.url, intake.url, { webhookId: 'same' })
    await send(rig.url, intake.url, { webhookId: 'same', provider: 'RouteB' })
    const receipts = await intake.atLeast(2)
    const both = receipts.map(({ body }) => JSON.parse(body).providerReference)
    expect(both.sort()).toEqual(['RouteA-p-1-1', 'RouteB-p-1-1'])
  })
})

describe('a carrier that does not take it', () => {
  it('breaks the connection, and draws anew at the next try', async () => {
    await setProfile('RouteA', 'down')
    await expect(send(rig.url, intake.url)).rejects.toThrow('fetch failed')
    await setProfile('RouteA', 'instant')
    expect((await send(rig.url, intake.url)).status).toBe(202)
    expect(await handOvers('p-1')).toMatchObject({
      items: [
        { answer: null, duplicate: false },
        { answer: 202, duplicate: false },
      ],
    })
  })

  it('answers by status; a temporary status is decided anew at a retry, one about the packet is not', async () => {
    await setProfile('RouteA', { preset: 'instant', answerStatus: 429 })
    const limited = await send(rig.url, intake.url)
    expect(limited.status).toBe(429)
    expect(limited.headers.get('retry-after')).toBe('1')
    await setProfile('RouteA', { preset: 'instant', answerStatus: 422 })
    expect((await send(rig.url, intake.url)).status).toBe(422)
    await setProfile('RouteA', 'instant')
    expect((await send(rig.url, intake.url)).status).toBe(422)
    expect(intake.arrived).toEqual([])
  })

  it('can answer with any status, with or without a body', async () => {
    for (const status of [200, 204, 301, 304, 404, 500, 503, 599]) {
      await setProfile('RouteA', { preset: 'silent', answerStatus: status })
      const response = await send(rig.url, intake.url, { webhookId: `status-${status}` }).catch(() => null)
      expect(response?.status).toBe(status)
    }
  })
})

describe('a hand-over that is not genuine', () => {
  it('is refused, counted, and changes nothing', async () => {
    const foreign = await send(rig.url, intake.url, { secret: secretOf('RouteB', 'hand-over') })
    expect(foreign.status).toBe(401)
    expect(foreign.headers.get('content-type')).toBe('application/problem+json')
    expect(await foreign.json()).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 })
    expect((await send(rig.url, intake.url, { headers: { 'webhook-timestamp': '1' } })).status).toBe(401)
    expect((await send(rig.url, intake.url, { headers: { 'webhook-id': 'another' } })).status).toBe(401)
    expect((await send(rig.url, intake.url, { headers: { 'webhook-signature': '' } })).status).toBe(401)
    expect((await send(rig.url, intake.url, { provider: 'RouteZ' })).status).toBe(404)
    expect((await send(rig.url, intake.url, { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await send(rig.url, intake.url, { body: '{' })).status).toBe(400)
    expect((await send(rig.url, 'ftp://127.0.0.1/receipts')).status).toBe(400)
    expect((await send(rig.url, intake.url, { message: { attempt: 11 } })).status).toBe(400)
    expect((await send(rig.url, intake.url, { webhookId: 'x'.repeat(257) })).status).toBe(401)
    expect((await send(rig.url, intake.url, { body: 'x'.repeat(512 * 1024 + 1) })).status).toBe(413)
    expect(await getJson(`${rig.url}/handovers`)).toEqual({ items: [] })
    expect(await getJson(`${rig.url}/stats`)).toMatchObject({
      RouteA: { handOvers: 0, unauthenticated: 5, invalid: 4 },
    })
  })

  it('is refused when it is not UTF-8 or has no length', async () => {
    const post = (body: BodyInit, more: RequestInit & { duplex?: 'half' } = {}) =>
      fetch(`${rig.url}/carriers/RouteA/transmit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        ...more,
      })
    expect((await post(new Uint8Array([0xff, 0xfe, 0x7b]))).status).toBe(400)
    const endless = new ReadableStream({ pull: (sink) => sink.enqueue(new Uint8Array(64 * 1024)) })
    expect((await post(endless, { duplex: 'half' })).status).toBe(413)
    expect((await fetch(`${rig.url}/carriers/RouteA/transmit`)).status).toBe(405)
  })
})

it('never logs tokens, contents or secrets', async () => {
  await setProfile('RouteA', {
    preset: 'forging',
    duplicateChance: 1,
    duplicateDelayMs: 0,
    receiptDelayMs: [0, 0],
  })
  await send(rig.url, intake.url)
  await send(rig.url, intake.url, { secret: secretOf('RouteB', 'hand-over') })
  await intake.atLeast(2)
  await rig.stop()
  expect(rig.logged()).toContain('simulator stopped')
  for (const secret of ['sealed', 'whsec_', 'YSB0ZXh0', 'nobody else'])
    expect(rig.logged()).not.toContain(secret)
})
