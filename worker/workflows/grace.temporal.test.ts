import { describe, expect, it } from 'vitest'
import type { DeliveryRequest } from '@/lib/contract/workflows'
import { deliver as deliverIn } from '../test-support/deliver'
import type { Script } from '../test-support/scripted-carrier'
import { temporalUnderTest } from '../test-support/temporal-under-test'
import { toldSentences } from '../test-support/told-sentences'

const server = temporalUnderTest()

const silent = { do: 'stay silent' } as const
const confirm = { do: 'confirm' } as const

/** Also returns how long each attempt lasted, rounded to tens of seconds: a busy machine adds some. */
async function deliver(script: Script, extra: Partial<DeliveryRequest> = {}) {
  const { packet, carrier, started } = await deliverIn(server.environment, script, extra)
  const lasted = packet.attempts.map(({ transmittedAt, endedAt }) =>
    inTens(Date.parse(endedAt ?? '') - Date.parse(transmittedAt)),
  )
  return { packet, carrier, started, lasted }
}

function inTens(ms: number): number {
  return Math.round(ms / 10_000) * 10
}

describe('a deadline at which receipts could not be taken', () => {
  it('is followed by one grace if receipts could be taken during that', async () => {
    const { packet, carrier, lasted } = await deliver({
      providers: { A: silent, B: confirm },
      intakeOutages: 1,
    })
    expect(packet).toMatchObject({
      status: 'DELIVERED',
      deliveredBy: 'B',
      flags: ['risk', 'grace', 'settling'],
    })
    expect(lasted[0]).toBe(40)
    expect(carrier.silencesAsked).toHaveLength(2)
  })

  it('is followed by further graces until receipts could be taken during a whole one', async () => {
    const { packet, carrier, lasted } = await deliver({
      providers: { A: silent, B: confirm },
      intakeOutages: 4,
    })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'B' })
    expect(lasted[0]).toBe(130)
    const [first = 0, ...further] = carrier.silencesAsked
    expect(further.map((since) => inTens(since - first))).toEqual([10, 40, 70, 100])
    const waits = toldSentences(carrier.saved).filter((told) => told.startsWith('Waiting for receipts'))
    expect(waits).toHaveLength(4)
    expect(waits[3]).toMatch(
      /^Waiting for receipts: our intake was not up all the time since .* UTC, so A has until .* UTC\.$/,
    )
  })

  it('is distinguished from a silence of the provider in the reason of the attempt', async () => {
    const { packet } = await deliver({ providers: { A: silent }, intakeOutages: 2 })
    expect(packet.reason).toBe(
      'A gave no receipt within 10 s, nor in 1 min of grace after an outage of ours, no provider is left to try.',
    )
  })

  it('keeps the attempt open during an outage of hours, with few events', async () => {
    const { packet, started } = await deliver({ providers: { A: silent, B: confirm }, intakeOutages: 60 })
    expect(packet).toMatchObject({ status: 'DELIVERED', deliveredBy: 'B' })
    const { endedAt, transmittedAt } = packet.attempts[0] ?? {}
    expect(Date.parse(endedAt ?? '') - Date.parse(transmittedAt ?? '')).toBeGreaterThan(2 * 3_600_000)
    expect((await started.handle.fetchHistory()).events?.length).toBeLessThan(900)
  })

  it('gives no grace beyond the expiry', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const { packet } = await deliver(
      { providers: { A: silent, B: confirm }, intakeOutages: 100 },
      { expiresAt },
    )
    expect(packet).toMatchObject({ status: 'EXPIRED', flags: ['grace', 'settling'] })
    // Not measured from the hand-over, which a busy machine begins seconds after the submission. The next grace would
    // end 10 s later.
    const endedAt = Date.parse(packet.attempts[0]?.endedAt ?? '')
    expect(Math.abs(endedAt - Date.parse(expiresAt))).toBeLessThan(5_000)
  })
})
