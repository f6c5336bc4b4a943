/** Hand-overs that wait: for their turn, for the end of a pause, or to be taken back. */
import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { HandedOver } from '@/lib/contract/workflows'
import { applyChange } from '@/lib/directory/apply-change'
import { untouched } from '@/lib/directory/state'
import { withdrawHandOvers } from '@/lib/store/hand-overs'
import { StoreError } from '@/lib/store/store'
import { createDatabase, type TestDatabase } from '@/lib/store/test-support/database'
import { storeClaimed } from '@/lib/store/test-support/stored-packet'
import { contextFor } from '../test-support/activity-context'
import { beginHandOvers } from '../test-support/hand-over-under-way'
import { type ActivityContext, handOversIn } from './context'
import { createHandOver } from './hand-over'

let database: TestDatabase
let server: Server
let url = ''
let underWay = 0
let most = 0
let sent = 0
let takesMs = 0

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

/** A slow provider that records how many hand-overs it has at once. */
beforeEach(async () => {
  most = 0
  sent = 0
  takesMs = 40
  server = createServer(async (_, response) => {
    sent += 1
    underWay += 1
    most = Math.max(most, underWay)
    await pause(takesMs)
    underWay -= 1
    response.writeHead(202).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  // Each test's provider has limits of its own.
  await database.store.db.execute('delete from provider_turns')
  await database.store.db.execute('delete from hand_overs')
})

type Limits = Partial<Pick<ConfiguredProvider, 'maxConcurrent' | 'maxPerSecond'>>

type AnswerRow = Parameters<ActivityContext['handOvers']['answer']>[0][number]

function handOverWith(limits: Limits, change: Partial<ActivityContext> = {}) {
  const handOvers = handOversIn(database.store.db)
  return createHandOver({ ...contextFor(url, limits), handOvers, ...change })
}

async function stored(count: number, expiresAt: number | null = null): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await storeClaimed(database.store.db, ids, { expiresAt })
  return ids
}

function kinds(all: readonly HandedOver[]): string[] {
  return all.map(({ answer }) => answer.kind)
}

describe('a provider with limits', () => {
  it('never gets more hand-overs at once than its limit, by two workers together', async () => {
    const workers = [handOverWith({ maxConcurrent: 2 }), handOverWith({ maxConcurrent: 2 })]
    const pools = await Promise.all(
      workers.map(async (handOver) => beginHandOvers(handOver, await stored(4)).all),
    )
    expect(kinds(pools.flat())).toEqual(Array(8).fill('accepted'))
    expect(most).toBe(2)
  })

  it('never gets more hand-overs a second than its limit, by two workers together', async () => {
    const workers = [handOverWith({ maxPerSecond: 10 }), handOverWith({ maxPerSecond: 10 })]
    const begunAt = performance.now()
    await Promise.all(workers.map(async (handOver) => beginHandOvers(handOver, await stored(10)).all))
    expect(sent).toBe(20)
    expect(performance.now() - begunAt).toBeGreaterThan(1_800)
  })

  it('gets its time for an answer from the turn of the hand-over on', async () => {
    const all = await beginHandOvers(handOverWith({ maxConcurrent: 1 }), await stored(6)).all
    for (const { answer } of all) {
      if (answer.kind !== 'accepted') throw new Error('It was not accepted.')
      expect(answer.latencyMs).toBeLessThan(200)
    }
  })

  it('is not sent a hand-over that is withdrawn or expires before its turn', async () => {
    const handOver = handOverWith({ maxPerSecond: 1 })
    const [first = '', withdrawn = '', last = ''] = await stored(3)
    const [expiring = ''] = await stored(1, Date.now() + 300)
    const pool = beginHandOvers(handOver, [first, withdrawn, expiring, last])
    await withdrawHandOvers(database.store.db, [{ packetId: withdrawn, attempt: 1, provider: 'RouteA' }])
    const all = new Map((await pool.all).map(({ packetId, answer }) => [packetId, answer]))
    expect(all.get(withdrawn)).toMatchObject({ kind: 'unsent', why: 'withdrawn' })
    expect(all.get(expiring)).toMatchObject({ kind: 'unsent', why: 'expired' })
    expect(sent).toBe(2)
  })

  it('is not sent a hand-over that waits in a worker that stops; another worker then sends it', async () => {
    const ids = await stored(3)
    const stopping = beginHandOvers(handOverWith({ maxConcurrent: 1 }), ids)
    await expect.poll(() => sent).toBe(1)
    stopping.stopWorker()
    await expect(stopping.all).rejects.toMatchObject({ type: 'WorkerStopped', nonRetryable: false })
    expect(sent).toBe(1)
    const all = await beginHandOvers(handOverWith({ maxConcurrent: 3 }), ids).all
    expect(kinds(all)).toEqual(Array(3).fill('accepted'))
  })
})

describe('while all sending is paused', () => {
  const paused = applyChange(untouched, { do: 'pause' }, 0, 'wrong texts went out')
  const keptBack = { kind: 'paused', hold: { is: 'paused', words: 'wrong texts went out' } }

  it('hands nothing over, and blames no provider', async () => {
    const handOver = handOverWith({}, { directory: { current: async () => paused } })
    const [only] = await beginHandOvers(handOver, await stored(1)).all
    expect([only?.answer, sent]).toEqual([keptBack, 0])
  })

  it('hands nothing over of what was already waiting for its turn either', async () => {
    let state = untouched
    const handOver = handOverWith({ maxPerSecond: 0.5 }, { directory: { current: async () => state } })
    const pool = beginHandOvers(handOver, await stored(3))
    await expect.poll(() => sent).toBe(1)
    state = paused
    expect(kinds(await pool.all).toSorted()).toEqual(['accepted', 'paused', 'paused'])
    expect(sent).toBe(1)
  })

  it('resumes held-back hand-overs as gradually as all others', async () => {
    const resume = { do: 'resume-sending', overMs: 3_600_000 } as const
    const resumed = applyChange(paused, resume, Date.now(), 'texts are right')
    const handOver = handOverWith({}, { directory: { current: async () => resumed } })
    const all = await beginHandOvers(handOver, await stored(100)).all
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(25)
    const kept = { kind: 'paused', hold: { is: 'resuming', percent: 10 } }
    for (const { answer } of all) if (answer.kind !== 'accepted') expect(answer).toMatchObject(kept)
  })
})

it('takes back what waits for a provider that is drained, and lets hand-overs under way go on', async () => {
  takesMs = 1_000
  let state = untouched
  const handOver = handOverWith({ maxConcurrent: 1 }, { directory: { current: async () => state } })
  const pool = beginHandOvers(handOver, await stored(4))
  await expect.poll(() => sent).toBe(1)
  state = applyChange(untouched, { do: 'drain', provider: 'RouteA' }, Date.now(), 'maintenance')
  expect(kinds(await pool.all).toSorted()).toEqual(['accepted', 'takenBack', 'takenBack', 'takenBack'])
})

it('keeps all hand-overs waiting while the store or the directory cannot be read, and blames no provider', async () => {
  const handOvers = handOversIn(database.store.db)
  let isAway = true
  const away = <T>(then: () => Promise<T>) =>
    isAway ? Promise.reject(new StoreError('PostgreSQL: no answer', 'ECONNREFUSED', true)) : then()
  const handOver = handOverWith(
    {},
    {
      directory: { current: () => away(async () => untouched) },
      handOvers: { ...handOvers, claim: (options) => away(() => handOvers.claim(options)) },
    },
  )
  const pool = beginHandOvers(handOver, await stored(2))
  await pause(300)
  expect(sent).toBe(0)
  isAway = false
  expect(kinds(await pool.all)).toEqual(['accepted', 'accepted'])
})

it('stores an answer once the store is back, and tells the workflow before that', async () => {
  const handOvers = handOversIn(database.store.db)
  let isAway = true
  const told: HandedOver[] = []
  const handOver = handOverWith(
    {},
    {
      handOvers: {
        ...handOvers,
        answer: async (answers) => {
          if (isAway) throw new StoreError('PostgreSQL: no answer', 'ECONNREFUSED', true)
          await handOvers.answer(answers)
        },
      },
      tellHandedOver: async (_, answers) => {
        told.push(...answers)
      },
    },
  )
  const ids = await stored(2)
  const pool = beginHandOvers(handOver, ids)
  await expect.poll(() => told.length, { timeout: 5_000 }).toBeGreaterThan(0)
  isAway = false
  await pool.all
  const again = await beginHandOvers(handOver, ids).all
  expect([kinds(again), sent]).toEqual([['accepted', 'accepted'], 2])
})

/** Each change makes PostgreSQL or its driver refuse to store the answer. */
const refused: [string, (row: AnswerRow) => AnswerRow][] = [
  [
    'a name with a NUL',
    (row) => ({ ...row, handedOver: { ...row.handedOver, ...JSON.parse('{"\\u0000":1}') } }),
  ],
  ['an attempt beyond what an integer holds', (row) => ({ ...row, attempt: 2 ** 40 })],
  ['an attempt that is no whole number', (row) => ({ ...row, attempt: row.attempt + 0.5 })],
  [
    'a number without a JSON form',
    (row) => ({ ...row, handedOver: Object.assign({}, row.handedOver, { tries: 1n }) }),
  ],
]

it.each(refused)(
  'an answer with %s is told to the workflow, and its neighbours are stored',
  async (_, change) => {
    const handOvers = handOversIn(database.store.db)
    const ids = await stored(3)
    const [, broken] = ids
    const answer = (rows: AnswerRow[]) =>
      handOvers.answer(rows.map((row) => (row.packetId === broken ? change(row) : row)))
    const all = await beginHandOvers(handOverWith({}, { handOvers: { ...handOvers, answer } }), ids).all
    expect(all.map(({ packetId }) => packetId).toSorted()).toEqual(ids.toSorted())
    expect(kinds(all)).toEqual(Array(3).fill('accepted'))
    const { rows } = await database.store.db.execute<{ packet_id: string }>(
      'select packet_id from hand_overs where answer is not null',
    )
    expect(rows.map(({ packet_id }) => packet_id).toSorted()).toEqual(
      ids.filter((id) => id !== broken).toSorted(),
    )
  },
)

it('tells of a provider that fails while another hand-over of the pool hangs', async () => {
  const held = createServer((request, response) => {
    const hangs = sent++ === 0
    if (!hangs) response.writeHead(422).end()
    else request.once('close', () => undefined)
  })
  await new Promise<void>((resolve) => held.listen(0, '127.0.0.1', resolve))
  const told: HandedOver[] = []
  const handOver = createHandOver({
    ...contextFor(`http://127.0.0.1:${(held.address() as AddressInfo).port}/`),
    handOvers: handOversIn(database.store.db),
    tellHandedOver: async (_, answers) => {
      told.push(...answers)
    },
  })
  const pool = beginHandOvers(handOver, await stored(2), { receiptTimeoutMs: 4_000 })
  await expect.poll(() => kinds(told), { timeout: 1_500 }).toEqual(['rejected'])
  const all = await pool.all
  expect(kinds(all)).toEqual(['unreachable'])
  held.closeAllConnections()
  await new Promise((resolve) => held.close(resolve))
})
