import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { presets } from './profile'
import { getJson, type Rig, startRig, throwAway } from './test-support/rig'

let rig: Rig

beforeAll(async () => {
  rig = await startRig({ profiles: { RouteA: 'silent' } })
})

afterAll(() => throwAway(rig))

beforeEach(async () => {
  await fetch(`${rig.url}/reset`, { method: 'POST' })
})

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(`${rig.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })

describe('profiles', () => {
  it('start as configured, and the others as in the original demo', async () => {
    expect(await getJson(`${rig.url}/profiles`)).toEqual({ RouteA: presets.silent, RouteB: presets.original })
    expect(await getJson(`${rig.url}/profiles/RouteA`)).toEqual(presets.silent)
  })

  it('are replaced by PUT, changed by PATCH, and back to their start values after a reset', async () => {
    const replaced = await call('PUT', '/profiles/RouteA', { refuseChance: 0.5 })
    expect(await replaced.json()).toEqual({ ...presets.original, refuseChance: 0.5 })
    const changed = await call('PATCH', '/profiles/RouteA', { lateChance: 1 })
    expect(await changed.json()).toEqual({ ...presets.original, refuseChance: 0.5, lateChance: 1 })
    const preset = await call('PATCH', '/profiles/RouteA', { preset: 'down', answerDelayMs: 5 })
    expect(await preset.json()).toEqual({ ...presets.down, answerDelayMs: 5 })
    await call('POST', '/reset')
    expect(await getJson(`${rig.url}/profiles/RouteA`)).toEqual(presets.silent)
  })

  it('can all be set at once', async () => {
    expect(await (await call('PUT', '/profiles', '"late"')).json()).toEqual({
      RouteA: presets.late,
      RouteB: presets.late,
    })
    expect(
      await (await call('PUT', '/profiles', { '*': 'down', RouteB: { receiptChance: 0 } })).json(),
    ).toEqual({
      RouteA: presets.down,
      RouteB: { ...presets.original, receiptChance: 0 },
    })
  })
})

describe('hostile input', () => {
  it.each([
    ['an unknown field', 'PATCH', '/profiles/RouteA', { speed: 1 }, 400],
    ['a chance over 1', 'PATCH', '/profiles/RouteA', { lateChance: 1.01 }, 400],
    ['a chance that is no number', 'PATCH', '/profiles/RouteA', '{"lateChance":1e999}', 400],
    ['a negative delay', 'PATCH', '/profiles/RouteA', { answerDelayMs: -1 }, 400],
    ['a delay of weeks', 'PATCH', '/profiles/RouteA', { lateDelayMs: 86_400_001 }, 400],
    ['a range upside down', 'PATCH', '/profiles/RouteA', { receiptDelayMs: [2, 1] }, 400],
    ['a range of three', 'PATCH', '/profiles/RouteA', { receiptDelayMs: [1, 2, 3] }, 400],
    ['a status that HTTP has not', 'PATCH', '/profiles/RouteA', { answerStatus: 101 }, 400],
    ['an unknown preset', 'PUT', '/profiles/RouteA', { preset: 'constructor' }, 400],
    ['a list', 'PUT', '/profiles/RouteA', [], 400],
    ['null', 'PUT', '/profiles', 'null', 400],
    ['a provider not configured', 'PUT', '/profiles', { RouteZ: 'down' }, 400],
    ['no JSON', 'PUT', '/profiles/RouteA', '{', 400],
    ['an empty body', 'PUT', '/profiles/RouteA', '', 400],
    ['a large body', 'PUT', '/profiles/RouteA', { refuseReason: 'x'.repeat(20_000) }, 413],
    ['an unknown provider', 'GET', '/profiles/constructor', undefined, 404],
    ['a broken escape in the path', 'GET', '/profiles/%E0%A4%A', undefined, 404],
    ['an unknown address', 'GET', '/carriers', undefined, 404],
    ['a wrong method', 'DELETE', '/profiles/RouteA', undefined, 405],
    ['another wrong method', 'GET', '/reset', undefined, 405],
    ['an unknown query', 'GET', '/handovers?packet=1', undefined, 400],
    ['a malformed packet id', 'GET', '/handovers?packetId=a%20b', undefined, 400],
    ['a limit of zero', 'GET', '/handovers?limit=0', undefined, 400],
  ])('%s is refused and changes nothing', async (_what, method, path, body, status) => {
    const before = await getJson(`${rig.url}/profiles`)
    const response = await call(method, path, body)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      status,
      code: expect.any(String),
      detail: expect.any(String),
    })
    expect(await getJson(`${rig.url}/profiles`)).toEqual(before)
  })

  it('cannot change a prototype', async () => {
    await call('PATCH', '/profiles/RouteA', '{"__proto__":{"lateChance":1,"preset":"down"}}')
    await call('PUT', '/profiles', '{"RouteA":"silent","__proto__":{"RouteB":"down"}}')
    expect(await getJson(`${rig.url}/profiles`)).toEqual({ RouteA: presets.silent, RouteB: presets.original })
  })

  it('is answered with the name of the invalid field', async () => {
    const response = await call('PUT', '/profiles', { RouteA: { lateChance: 2 } })
    expect(await response.json()).toMatchObject({ errors: [{ path: 'RouteA.lateChance' }] })
  })

  it('is refused in any media type but JSON, and from other web sites', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await call('PUT', '/profiles/RouteA', '{}', form)).status).toBe(415)
    expect((await call('POST', '/reset', undefined, { origin: 'http://evil.example' })).status).toBe(403)
  })
})
