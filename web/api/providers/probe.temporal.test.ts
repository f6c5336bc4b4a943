import { describe, expect, it } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import type { ProviderStateView } from '@/lib/contract/provider-list'
import { apiUnderTest } from '../test-support/api-under-test'
import { postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { packetWhen, submit } from '../test-support/packets'
import { listProviders } from '../test-support/providers'

const api = apiUnderTest()

async function act(
  name: string,
  action: 'probe' | 'drain' | 'resume' | 'set-timeout',
  body: object = {},
): Promise<void> {
  const response = await postJson(apiPath(`/api/providers/{name}/actions/${action}`, { name }), {
    reason: 'to be sure',
    ...body,
  })
  expect(response.status, await response.text()).toBe(200)
}

async function stateOf(name: string): Promise<ProviderStateView> {
  const provider = (await listProviders()).items.find((each) => each.name === name)
  if (provider === undefined) throw new Error(`${name} is not listed.`)
  return provider.state
}

const stateWhen = (name: string, holds: (state: ProviderStateView) => boolean) =>
  eventually(() => stateOf(name), holds)

const isProbing = ({ probe }: ProviderStateView) => probe?.phase === 'sent'

/** The hand-over of the probe under way, independent of how its id is formed. */
async function probed(known: ReadonlySet<string>) {
  const { packetId } = await eventually(
    async () => api.carrier.handOvers.find((each) => isProbe(each.packetId) && !known.has(each.packetId)),
    (found) => found !== undefined,
  ).then((found) => found ?? { packetId: '' })
  return api.carrier.handOver(packetId)
}

const isProbe = (packetId: string) => packetId.startsWith('probe-')
const seenProbes = () => new Set(api.carrier.handOvers.map(({ packetId }) => packetId).filter(isProbe))

describe('a probe by hand', () => {
  it('is a marked test packet, and ends when its receipt comes', async () => {
    const known = seenProbes()
    await act('RouteA', 'probe')
    const message = await probed(known)
    expect(Buffer.from(message.contents, 'base64').toString()).toBe('Waybill probe')
    expect(message.token.length).toBeLessThan(2048)
    await stateWhen('RouteA', isProbing)
    const receipt = await sendReceipt({ token: message.token, delivered: true }, api.secrets.RouteA)
    expect(await receipt.json()).toMatchObject({ result: 'recorded', packetId: message.packetId })
    const { probe } = await stateWhen('RouteA', ({ probe }) => probe?.phase === 'confirmed')
    expect(probe?.ms).toBeGreaterThanOrEqual(0)
    const again = await sendReceipt({ token: message.token, delivered: true }, api.secrets.RouteA)
    expect(await again.json()).toMatchObject({ result: 'duplicate' })
  })

  it('says so when it is refused', async () => {
    const known = seenProbes()
    await act('RouteA', 'probe')
    const { token } = await probed(known)
    await sendReceipt({ token, delivered: false, reason: 'no such number' }, api.secrets.RouteA)
    const { probe } = await stateWhen('RouteA', ({ probe }) => probe?.phase === 'refused')
    expect(probe?.detail).toBe('no such number')
  })

  it('cannot be answered by another provider', async () => {
    const known = seenProbes()
    await act('RouteA', 'probe')
    const { token } = await probed(known)
    const forged = await sendReceipt({ token, delivered: true }, api.secrets.RouteB)
    expect(forged.status).toBe(401)
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    await stateWhen('RouteA', ({ probe }) => probe?.phase === 'confirmed')
  })

  it('is tried twice before silence counts, and only its last token is valid', async () => {
    await act('RouteB', 'set-timeout', { receiptTimeoutMs: 1_000 })
    const known = seenProbes()
    await act('RouteB', 'probe')
    const first = await probed(known)
    const second = await probed(new Set([...known, first.packetId]))
    const late = await sendReceipt({ token: first.token, delivered: true }, api.secrets.RouteB)
    expect(await late.json()).toMatchObject({ result: 'late' })
    expect(second.token).not.toBe(first.token)
    await stateWhen('RouteB', ({ probe }) => probe?.phase === 'silent')
  })
})

describe('a circuit breaker', () => {
  it('opens when a provider is down, keeps packets away, and closes when a probe gets through', async () => {
    api.carrier.answerWith(503)
    const first = await Promise.all(Array.from({ length: 6 }, () => submit({ maxAttempts: 1 })))
    const opened = await stateWhen('RouteA', ({ breaker }) => breaker.state !== 'closed')
    expect(opened.breaker.reason).toMatch(
      /hand-overs failed, the last one: it answered 503|did not get through/,
    )
    expect(first.length).toBe(6)
    // Packets that are submitted now avoid the provider and say why.
    const known = seenProbes()
    api.carrier.answerWith(202)
    const { token } = await probed(known)
    const { id } = await submit()
    const { attempts } = await packetWhen(id, (packet) => packet.attempts.length > 0)
    expect(attempts[0]).toMatchObject({
      provider: 'RouteB',
      choice: { skipped: [{ provider: 'RouteA', why: 'breaker' }] },
    })
    await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
    const closed = await stateWhen('RouteA', ({ breaker }) => breaker.state === 'closed')
    expect(closed.breaker.reason).toMatch(/the probe was confirmed after/)
    const told = (await listProviders()).changes.filter(({ provider }) => provider === 'RouteA').reverse()
    const story = told.map(({ action }) => action).slice(told.findIndex(({ action }) => action === 'trip'))
    expect(story[0]).toBe('trip')
    expect(story.at(-1)).toBe('probed')
    expect(told.filter(({ automatic }) => automatic).every(({ who }) => who === null)).toBe(true)
  })
})
