import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { likenessOf, presetName, presets } from './profile'
import { getJson, type Rig, send, startRig, throwAway } from './test-support/rig'

let rig: Rig

beforeAll(async () => {
  rig = await startRig({ profiles: { RouteA: { preset: 'silent', answerDelayMs: 5 }, RouteB: 'healthy' } })
})

afterAll(() => throwAway(rig))

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/page.css', 'text/css; charset=utf-8'],
    ['/phone.css', 'text/css; charset=utf-8'],
    ['/page.js', 'text/javascript; charset=utf-8'],
  ])('%s has a policy that allows nothing else to be loaded', async (path, type) => {
    const response = await fetch(`${rig.url}${path}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    const policy = response.headers.get('content-security-policy')
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/)
    expect(policy).toMatch(/form-action 'none'; frame-ancestors 'none'$/)
    expect(policy).not.toContain('unsafe')
    expect(await response.text()).not.toMatch(/style=|onclick|<script>/)
  })

  it('gets all of its data by one request', async () => {
    await send(rig.url, 'http://127.0.0.1:3000/')
    expect(await getJson(`${rig.url}/overview`)).toMatchObject({
      waybillUrl: 'http://127.0.0.1:3000',
      seed: 'test',
      presets: expect.arrayContaining([{ name: 'down', words: expect.stringContaining('connection') }]),
      providers: [
        { name: 'RouteA', preset: 'silent', differing: { answerDelayMs: 5 }, counts: { accepted: 1 } },
        { name: 'RouteB', preset: 'healthy', differing: {}, counts: { accepted: 0 } },
      ],
      handOvers: [{ provider: 'RouteA', packetId: 'p-1', answer: 202 }],
    })
  })

  it('offers read requests only', async () => {
    expect((await fetch(`${rig.url}/`, { method: 'POST' })).status).toBe(405)
    expect((await fetch(`${rig.url}/overview`, { method: 'DELETE' })).status).toBe(405)
  })
})

it('recognizes every preset, also with a small change', () => {
  for (const name of presetName.options) {
    expect(likenessOf(presets[name])).toEqual({ preset: name, differing: {} })
    const changed = { ...presets[name], refuseReason: 'another' }
    expect(likenessOf(changed)).toEqual({ preset: name, differing: { refuseReason: 'another' } })
  }
  const atOnce = { receiptDelayMs: [0, 0] satisfies [number, number] }
  expect(likenessOf({ ...presets.refusing, ...atOnce })).toEqual({ preset: 'refusing', differing: atOnce })
})

/** The status that a browser would get; sent without `fetch`, which does not allow these headers. */
function statusFor(method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${rig.url}${path}`, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    sent.on('error', reject).end()
  })
}

describe('requests that browsers make', () => {
  const host = () => new URL(rig.url).host
  const own = () => ({ origin: rig.url, 'sec-fetch-site': 'same-origin' })
  const toReset = (headers: Record<string, string>) => statusFor('POST', '/reset', headers)

  it('are answered for the page itself, and for a visitor who follows a link to it', async () => {
    expect(await toReset(own())).toBe(200)
    expect(await toReset({ origin: rig.url })).toBe(200)
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect(await statusFor('GET', '/', visit)).toBe(200)
    const port = host().split(':')[1]
    expect(await toReset({ host: `localhost:${port}`, origin: `http://localhost:${port}` })).toBe(200)
    expect(await toReset({ host: `[::1]:${port}`, origin: `http://[::1]:${port}` })).toBe(200)
  })

  it('are refused from other sites, whatever headers they send', async () => {
    expect(await toReset({ origin: 'http://evil.example' })).toBe(403)
    expect(await toReset({ origin: 'null' })).toBe(403)
    expect(await toReset({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await toReset({ ...own(), 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await toReset({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(403)
    expect(await statusFor('GET', '/overview', { 'sec-fetch-site': 'cross-site' })).toBe(403)
  })

  it('are refused under another host name, which may belong to another site', async () => {
    const rebound = { host: `evil.example:${host().split(':')[1]}` }
    expect(await toReset({ ...rebound, origin: `http://${rebound.host}` })).toBe(403)
    expect(await statusFor('GET', '/overview', { ...rebound, 'sec-fetch-site': 'same-origin' })).toBe(403)
    // For a GET from an insecure context a browser sends neither of the two headers.
    expect(await statusFor('GET', '/handovers', rebound)).toBe(403)
    expect(await statusFor('POST', '/carriers/RouteA/transmit', { host: 'sim.internal:9091' })).not.toBe(403)
    // A program may use any name without a dot, as containers do.
    expect(await statusFor('GET', '/overview', { host: 'simulator:9091' })).toBe(200)
  })
})
