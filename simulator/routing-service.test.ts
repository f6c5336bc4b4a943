import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getJson, type Rig, startRig, throwAway } from './test-support/rig'

let rig: Rig

beforeAll(async () => {
  rig = await startRig({ seed: 'routing' })
})

afterAll(() => throwAway(rig))

beforeEach(async () => {
  await fetch(`${rig.url}/reset`, { method: 'POST' })
})

const question = { packetId: 'p-1', destination: '+4930', tried: [], candidates: ['RouteA', 'RouteB'] }

function send(method: string, body: unknown): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(`${rig.url}/routing`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: text,
  })
}

const ask = (different: object = {}) => send('POST', { ...question, ...different })

/** The answer, or "broken" if there was none. */
async function outcome(different: object): Promise<unknown> {
  const response = await ask(different).catch(() => null)
  return response === null ? 'broken' : response.json()
}

async function outcomes(count: number, tries: number): Promise<unknown[]> {
  const all: unknown[] = []
  for (let packet = 0; packet < count; packet++) {
    for (let tryNumber = 0; tryNumber < tries; tryNumber++)
      all.push(await outcome({ packetId: `p-${packet}` }))
  }
  return all
}

describe('the routing service', () => {
  it('names the first candidate that was not tried, and none when all were tried', async () => {
    expect(await (await ask()).json()).toEqual({ provider: 'RouteA' })
    expect(await (await ask({ tried: ['RouteA'] })).json()).toEqual({ provider: 'RouteB' })
    expect(await (await ask({ tried: ['RouteB', 'RouteA'] })).json()).toEqual({ provider: null })
  })

  it('breaks as many connections as configured, and the same ones with the same seed', async () => {
    expect(await (await send('PUT', { errorChance: 40 })).json()).toMatchObject({ errorChance: 40 })
    const first = await outcomes(60, 2)
    const broken = first.filter((each) => each === 'broken').length
    expect(broken / first.length).toBeGreaterThan(0.25)
    expect(broken / first.length).toBeLessThan(0.55)
    expect(await getJson(`${rig.url}/routing`)).toEqual({ errorChance: 40, asked: 120, broken })
    await fetch(`${rig.url}/reset`, { method: 'POST' })
    await send('PUT', { errorChance: 40 })
    expect(await outcomes(60, 2)).toEqual(first)
  })

  it('draws anew for another try and for another look-up', async () => {
    await send('PUT', { errorChance: 50 })
    const packets = Array.from({ length: 40 }, (_, index) => `q-${index}`)
    const tries = []
    for (const packetId of packets) {
      tries.push([await outcome({ packetId }), await outcome({ packetId }), await outcome({ packetId })])
    }
    const isMixed = (some: unknown[]) => some.includes('broken') && some.some((each) => each !== 'broken')
    expect(tries.some(isMixed)).toBe(true)
    const elsewhere = await Promise.all(
      packets.map((packetId) => outcome({ packetId, tried: ['RouteA'] }).then((each) => each === 'broken')),
    )
    expect(elsewhere).not.toEqual(tries.map(([first]) => first === 'broken'))
  })

  it('has its initial setting again after a reset', async () => {
    await send('PUT', { errorChance: 99 })
    await fetch(`${rig.url}/reset`, { method: 'POST' })
    expect(await getJson(`${rig.url}/routing`)).toEqual({ errorChance: 0, asked: 0, broken: 0 })
  })

  it('is shown on the page', async () => {
    await send('PUT', { errorChance: 7 })
    await ask()
    expect(await getJson(`${rig.url}/overview`)).toMatchObject({ routing: { errorChance: 7, asked: 1 } })
  })
})

describe('hostile input', () => {
  it.each([
    ['no candidates', 'POST', { ...question, candidates: [] }, 400],
    ['no packet', 'POST', { ...question, packetId: '' }, 400],
    ['no list', 'POST', { ...question, tried: 'RouteA' }, 400],
    ['too many', 'POST', { ...question, candidates: Array.from({ length: 101 }, (_, n) => `R${n}`) }, 400],
    ['no JSON', 'POST', '{', 400],
    ['a large body', 'POST', { ...question, destination: 'x'.repeat(70_000) }, 413],
    ['a chance of 100', 'PUT', { errorChance: 100 }, 400],
    ['a chance below 0', 'PUT', { errorChance: -1 }, 400],
    ['a chance that is no whole number', 'PUT', { errorChance: 0.5 }, 400],
    ['an unknown field', 'PUT', { errorChance: 1, seed: 'x' }, 400],
    ['a wrong method', 'DELETE', {}, 405],
  ])('%s is refused', async (_what, method, body, status) => {
    expect((await send(method, body)).status).toBe(status)
    expect(await getJson(`${rig.url}/routing`)).toMatchObject({ errorChance: 0, asked: 0 })
  })
})

describe('the greeting service', () => {
  const setTo = (body: unknown) =>
    fetch(`${rig.url}/greeting`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('greets by name', async () => {
    expect(await getJson(`${rig.url}/greeting?name=Ana`)).toEqual({ greeting: '¡Hola, Ana!' })
  })

  it.each(['', '?name=', '?name=%20', '?name=a%0Ab', `?name=${'x'.repeat(101)}`, '?name=Ana&other=1'])(
    'refuses "%s"',
    async (query) => {
      expect((await fetch(`${rig.url}/greeting${query}`)).status).toBe(400)
    },
  )

  it('is stopped and started again, and the page shows it', async () => {
    expect(await (await setTo({ answers: false })).json()).toEqual({ answers: false, asked: 0 })
    await expect(fetch(`${rig.url}/greeting?name=Ana`)).rejects.toThrow()
    expect(await getJson(`${rig.url}/overview`)).toMatchObject({ greetings: { answers: false, asked: 1 } })
    await setTo({ answers: true })
    expect(await getJson(`${rig.url}/greeting?name=Ana`)).toEqual({ greeting: '¡Hola, Ana!' })
  })

  it('answers again after a reset', async () => {
    await setTo({ answers: false })
    await fetch(`${rig.url}/reset`, { method: 'POST' })
    expect(await getJson(`${rig.url}/overview`)).toMatchObject({ greetings: { answers: true, asked: 0 } })
  })

  it('refuses an unknown setting and another method', async () => {
    expect((await setTo({ answers: 'no' })).status).toBe(400)
    expect((await fetch(`${rig.url}/greeting`, { method: 'DELETE' })).status).toBe(405)
  })
})
