import { afterEach, describe, expect, it } from 'vitest'
import { type Intake, startIntake } from './test-support/intake'
import { getJson, type Rig, secretOf, send, startRig, throwAway } from './test-support/rig'

const opened: Array<() => Promise<void>> = []

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

async function setUp(profiles: unknown, answer?: (count: number) => number): Promise<[Rig, Intake]> {
  const intake = await startIntake(answer)
  opened.push(intake.close)
  const rig = await startRig({ profiles })
  opened.push(() => throwAway(rig))
  return [rig, intake]
}

const atOnce = { receiptDelayMs: [0, 0] }

describe('a receipt', () => {
  it('is sent at its time', async () => {
    const [rig, intake] = await setUp({ '*': { preset: 'healthy', receiptDelayMs: [150, 200] } })
    const handedOver = Date.now()
    await send(rig.url, intake.url)
    const [receipt] = await intake.atLeast(1)
    expect((receipt?.at ?? 0) - handedOver).toBeGreaterThanOrEqual(149)
  })

  it('is sent at once, and only once, when it is released', async () => {
    const anHourMs = 3_600_000
    const [rig, intake] = await setUp({ '*': { preset: 'healthy', receiptDelayMs: [anHourMs, anHourMs] } })
    await send(rig.url, intake.url)
    const release = async () => (await fetch(`${rig.url}/release`, { method: 'POST' })).json()
    expect(await release()).toEqual({ releasedReceipts: 1 })
    await intake.atLeast(1)
    expect(await release()).toEqual({ releasedReceipts: 0 })
  })

  it('comes after the deadline if the profile makes it late', async () => {
    const [rig, intake] = await setUp({ '*': { preset: 'late', lateDelayMs: 50 } })
    const deadline = Date.now() + 200
    await send(rig.url, intake.url, { message: { deadline: new Date(deadline).toISOString() } })
    const [receipt] = await intake.atLeast(1)
    expect(receipt?.at).toBeGreaterThanOrEqual(deadline + 49)
  })

  it('says "not delivered" with the reason', async () => {
    const [rig, intake] = await setUp({
      '*': { preset: 'refusing', ...atOnce, refuseReason: 'no such number' },
    })
    await send(rig.url, intake.url)
    const [receipt] = await intake.atLeast(1)
    expect(JSON.parse(receipt?.body ?? '')).toMatchObject({ delivered: false, reason: 'no such number' })
  })

  it('is followed by a second one with an id of its own', async () => {
    const [rig, intake] = await setUp({ '*': { preset: 'duplicating', ...atOnce, duplicateDelayMs: 20 } })
    await send(rig.url, intake.url)
    const [first, second] = await intake.atLeast(2)
    expect(second?.body).toBe(first?.body)
    expect(second?.webhookId).not.toBe(first?.webhookId)
  })

  it('can be signed with a wrong key', async () => {
    const [rig, intake] = await setUp({ '*': { preset: 'forging', ...atOnce } }, () => 401)
    await send(rig.url, intake.url)
    const [receipt] = await intake.atLeast(1)
    expect(receipt?.isSignedWith(secretOf('RouteA', 'receipt'))).toBe(false)
    expect(JSON.parse(receipt?.body ?? '')).toMatchObject({ delivered: true })
  })

  it('can be truncated, though genuinely signed', async () => {
    const [rig, intake] = await setUp({ '*': { preset: 'garbled', ...atOnce } }, () => 400)
    await send(rig.url, intake.url)
    const [receipt] = await intake.atLeast(1)
    expect(receipt?.isSignedWith(secretOf('RouteA', 'receipt'))).toBe(true)
    expect(() => JSON.parse(receipt?.body ?? '')).toThrow(SyntaxError)
  })

  it('is sent once for each of 300 packets that are handed over at once', async () => {
    const [rig, intake] = await setUp('instant')
    const packets = Array.from({ length: 300 }, (_, index) => ({ message: { packetId: `p-${index}` } }))
    await Promise.all(packets.map((packet) => send(rig.url, intake.url, packet)))
    const receipts = await intake.atLeast(300)
    expect(new Set(receipts.map(({ webhookId }) => webhookId)).size).toBe(300)
    expect(await getJson(`${rig.url}/stats`)).toMatchObject({ RouteA: { accepted: 300 } })
  }, 20_000)
})

describe('a receipt that is not taken', () => {
  it('is sent again with the same id and a new signature', async () => {
    const statuses = [503, 429, 200]
    const [rig, intake] = await setUp('instant', (count) => statuses[count - 1] ?? 500)
    await send(rig.url, intake.url)
    const receipts = await intake.atLeast(3)
    expect(new Set(receipts.map(({ webhookId }) => webhookId)).size).toBe(1)
    expect(receipts.every((each) => each.isSignedWith(secretOf('RouteA', 'receipt')))).toBe(true)
    for (const { at, timestamp } of receipts) expect(Math.abs(at / 1000 - timestamp)).toBeLessThan(2)
    await expect
      .poll(() => getJson(`${rig.url}/stats`))
      .toMatchObject({
        RouteA: {
          receipts: {
            sent: 3,
            retried: 2,
            pending: 0,
            answered: { 200: 1, 429: 1, 503: 1 },
            ended: { 200: 1 },
          },
        },
      })
  })

  it('is not sent again after a final refusal', async () => {
    const [rig, intake] = await setUp('instant', () => 404)
    await send(rig.url, intake.url)
    await expect
      .poll(() => getJson(`${rig.url}/stats`))
      .toMatchObject({
        RouteA: { receipts: { sent: 1, retried: 0, pending: 0, answered: { 404: 1 }, ended: { 404: 1 } } },
      })
    expect(rig.logged()).toContain('"status":404')
  })

  it('is retried while nothing listens, and arrives once something does', async () => {
    const [rig, before] = await setUp('instant')
    await before.close()
    opened.splice(0, 1)
    await send(rig.url, before.url)
    await expect
      .poll(() => getJson(`${rig.url}/stats`))
      .toMatchObject({
        RouteA: { receipts: { pending: 1, answered: { none: expect.any(Number) } } },
      })
    const after = await startIntake(undefined, Number(new URL(before.url).port))
    opened.unshift(after.close)
    await after.atLeast(1)
  })
})

describe('a run', () => {
  it('repeats with the same seed, whatever the order of the hand-overs', async () => {
    const profile = { '*': { preset: 'original', networkErrorChance: 0.3, refuseChance: 0.3, ...atOnce } }
    const run = async (seed: string, order: number[]) => {
      const intake = await startIntake()
      opened.push(intake.close)
      const rig = await startRig({ profiles: profile, seed })
      opened.push(() => throwAway(rig))
      const answers = new Map<number, number | null>()
      for (const index of order) {
        const response = await send(rig.url, intake.url, { message: { packetId: `p-${index}` } }).catch(
          () => null,
        )
        answers.set(index, response?.status ?? null)
      }
      await expect
        .poll(() => getJson(`${rig.url}/stats`))
        .toMatchObject({ RouteA: { receipts: { pending: 0 } } })
      return {
        answers: [...answers].sort(([a], [b]) => a - b),
        receipts: intake.arrived.map(({ body }) => body).sort(),
      }
    }
    const order = Array.from({ length: 30 }, (_, index) => index)
    const first = await run('seed-1', order)
    expect(await run('seed-1', order.toReversed())).toEqual(first)
    expect(await run('seed-2', order)).not.toEqual(first)
  })
})
