import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { and, eq, ne, sql } from 'drizzle-orm'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import type { BulkAction } from '@/lib/contract/bulk-action'
import { isBulkOver } from '@/lib/contract/bulk-terms'
import { apiPath } from '@/lib/contract/paths'
import { insertPackets } from '@/lib/store/packets'
import { packets } from '@/lib/store/schema'
import { testPacket } from '@/lib/store/test-support/stored-packet'
import { ROOT } from '@/scripts/stack/root'
import { commandEnvironment } from '@/scripts/test/environment'
import { apiUnderTest } from '../test-support/api-under-test'
import { begin, begun, bulkItems, bulkWhen, changeBulk, getBulk, preview } from '../test-support/bulk-actions'
import { callApi, postJson } from '../test-support/call-api'
import { getPacket, listPackets, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

const isOver = ({ state, counts }: BulkAction) => isBulkOver(state) && counts.ASKED === 0
const hour = 3_600_000

/** Packets to a new destination that begin in an hour. */
async function scheduled(count: number): Promise<{ destination: string; ids: string[] }> {
  const destination = `+0166${randomUUID().slice(0, 8)}`
  const createdAt = Date.now() - count
  const added = Array.from({ length: count }, (_, index) => ({
    ...testPacket,
    id: `to-${destination.slice(1)}-${index + 1}`,
    destination,
    createdAt: createdAt + index,
    deliverAt: createdAt + hour,
  }))
  for (let from = 0; from < count; from += 500)
    await insertPackets(api.store.db, added.slice(from, from + 500))
  return { destination, ids: added.map(({ id }) => id) }
}

function stateOf(ids: readonly string[]): Promise<string[]> {
  return Promise.all(ids.map(async (id) => (await getPacket(id)).status))
}

/** Packets that ended without a hand-over. */
async function canceled(count: number): Promise<{ destination: string; ids: string[] }> {
  const { destination, ids } = await scheduled(count)
  const { id } = await begun({ filter: { destination }, count, perSecond: 1_000 })
  await bulkWhen(id, isOver)
  return { destination, ids }
}

describe('canceling many packets', () => {
  test('is previewed, confirmed and done, with a result for each', async () => {
    const { destination, ids } = await scheduled(30)
    const inFlight = await submit({ destination })
    await api.carrier.handOver(inFlight.id)
    const { id: delivered } = await api.deliver({ destination })
    const seen = await preview({ filter: { destination } })
    expect(seen).toMatchObject({ count: 31, leftOut: [{ code: 'PACKET_ENDED', count: 1 }] })
    expect(seen.sample.map(({ id }) => id)).toEqual([inFlight.id, ...ids.slice(-4).toReversed()])
    const response = await begin({ filter: { destination }, count: 31, who: 'Ada', perSecond: 1_000 })
    const bulk: BulkAction = await response.json()
    expect([response.status, response.headers.get('location')]).toEqual([
      202,
      apiPath('/api/bulk-actions/{id}', bulk),
    ])
    expect(bulk).toMatchObject({
      action: 'cancel',
      state: 'RUNNING',
      count: 31,
      leftOut: [{ code: 'PACKET_ENDED', count: 1 }],
      who: 'Ada',
      filter: { destination },
    })
    const over = await bulkWhen(bulk.id, isOver)
    expect(over).toMatchObject({ state: 'COMPLETED', counts: { DONE: 31, WAITING: 0, ASKED: 0, REFUSED: 0 } })
    expect((await listPackets({ destination, status: 'CANCELED' })).total).toBe(31)
    expect((await getPacket(inFlight.id)).reason).toContain('wrong numbers')
    expect((await getPacket(delivered)).status).toBe('DELIVERED')
    const items = await bulkItems(bulk.id)
    expect(items.map(({ packetId }) => packetId)).toEqual([...ids, inFlight.id])
    expect(items[0]).toMatchObject({ number: 1, result: 'DONE', packet: { destination, status: 'CANCELED' } })
    const csv = await (await callApi(apiPath('/api/bulk-actions/{id}/results.csv', bulk))).text()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(32)
    expect(csv).toContain(`31,${inFlight.id},'${testPacket.source},'${destination},DONE,`)
  })

  test('also takes packets by their ids', async () => {
    const { ids } = await scheduled(3)
    const [first = '', second = '', third = ''] = ids
    const { id: delivered } = await api.deliver()
    const asked = { ids: [first, second, delivered, 'unknown'] }
    const leftOut = [
      { code: 'PACKET_ENDED', count: 1 },
      { code: 'PACKET_NOT_FOUND', count: 1 },
    ]
    expect(await preview(asked)).toMatchObject({ count: 2, leftOut })
    const { id } = await begun({ ...asked, count: 2 })
    expect(await bulkWhen(id, isOver)).toMatchObject({ filter: null, leftOut, counts: { DONE: 2 } })
    expect(await stateOf([first, second, third])).toEqual(['CANCELED', 'CANCELED', 'SCHEDULED'])
  })

  test('acts on no more packets than were confirmed, and on none that came later', async () => {
    const { destination } = await scheduled(5)
    const more = await begin({ filter: { destination }, count: 4 })
    expect((await more.json()).detail).toContain('It would now act on 5 packets, but 4 were confirmed')
    const asked = { filter: { destination }, count: 5, perSecond: 1 }
    const { id } = await begun(asked)
    await changeBulk(id, 'pause')
    const later = await submit({ destination, deliverAt: 'in 1 hour' })
    await changeBulk(id, 'resume')
    expect(await bulkWhen(id, isOver)).toMatchObject({ count: 5, counts: { DONE: 5 } })
    expect((await getPacket(later.id)).status).toBe('SCHEDULED')
    // A packet has ended since the confirmation and is left out.
    await postJson(apiPath('/api/packets/{id}/actions/cancel', later), { reason: 'not this one' })
    expect(await refusal(await begin({ filter: { destination }, count: 1 }))).toEqual([409, 'COUNT_CHANGED'])
  })

  test('is begun once, however often it is asked for with one id', async () => {
    const { destination } = await scheduled(20)
    const asked = { id: `once-${destination.slice(1)}`, filter: { destination }, count: 20 }
    const answers = await Promise.all([begin(asked), begin(asked)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 202])
    await bulkWhen(asked.id, isOver)
    expect((await begin(asked)).status).toBe(200)
    expect(await refusal(await begin({ ...asked, reason: 'another' }))).toEqual([409, 'BULK_ACTION_EXISTS'])
    expect(await bulkItems(asked.id)).toHaveLength(20)
  })

  test('is begun once under one idempotency key', async () => {
    const { destination } = await scheduled(2)
    const asked = { action: 'cancel', reason: 'wrong numbers', filter: { destination }, count: 2 }
    const key = { 'Idempotency-Key': randomUUID() }
    const ask = (body: object) => postJson(apiPath('/api/bulk-actions'), body, key)
    const answers = await Promise.all([ask(asked), ask(asked)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 202])
    const [one, other] = await Promise.all(answers.map((answer) => answer.json()))
    expect(one.id).toBe(other.id)
    expect(await refusal(await ask({ ...asked, count: 1 }))).toEqual([409, 'BULK_ACTION_EXISTS'])
  })

  test('by two operators at once cancels each packet once', async () => {
    const { destination, ids } = await scheduled(200)
    const asked = { filter: { destination }, count: 200, perSecond: 1_000 }
    const both = await Promise.all([begun(asked), begun({ ...asked, reason: 'so do I' })])
    const over = await Promise.all(both.map(({ id }) => bulkWhen(id, isOver)))
    const done = over.reduce((sum, { counts }) => sum + counts.DONE, 0)
    const refused = over.reduce((sum, { counts }) => sum + counts.REFUSED, 0)
    // The second action may have been confirmed after the first had canceled some packets.
    expect([done, done + refused]).toEqual([200, over.reduce((sum, { count }) => sum + count, 0)])
    expect(new Set(await stateOf(ids))).toEqual(new Set(['CANCELED']))
  })

  test('tells how a packet that has ended meanwhile ended', async () => {
    const { destination, ids } = await scheduled(3)
    const { id } = await begun({ filter: { destination }, count: 3, perSecond: 1 })
    await changeBulk(id, 'pause')
    const [, , last = ''] = ids
    await postJson(apiPath('/api/packets/{id}/actions/cancel', { id: last }), { reason: 'another reason' })
    await changeBulk(id, 'resume')
    expect(await bulkWhen(id, isOver)).toMatchObject({ state: 'COMPLETED', counts: { DONE: 2, REFUSED: 1 } })
    expect(await bulkItems(id, { result: 'REFUSED' })).toMatchObject([
      { packetId: last, code: 'PACKET_ENDED', detail: expect.stringContaining('another reason') },
    ])
  })

  test('asks the workflows of packets in flight, and waits for their answers', async () => {
    const { destination, ids } = await scheduled(0)
    for (let count = 0; count < 5; count++) {
      const { id } = await submit({ destination })
      await api.carrier.handOver(id)
      ids.push(id)
    }
    await api.stopWorker()
    const { id } = await begun({ filter: { destination }, count: 5 })
    expect(await getBulk(id)).toMatchObject({ state: 'RUNNING', counts: { WAITING: 5 } })
    await api.startWorker()
    expect(await bulkWhen(id, isOver)).toMatchObject({ counts: { DONE: 5 } })
    expect(new Set(await stateOf(ids))).toEqual(new Set(['CANCELED']))
  })
})

describe('sending many packets again', () => {
  test('makes a new packet of each, once; those that have not ended can be canceled together', async () => {
    const { destination, ids } = await canceled(20)
    await api.deliver({ destination })
    const asked = { action: 'send-again', filter: { destination } }
    const leftOut = [{ code: 'MAY_BE_DELIVERED', count: 1 }]
    expect(await preview(asked)).toMatchObject({ count: 20, leftOut })
    expect(await preview({ ...asked, evenIfDelivered: true })).toMatchObject({ count: 21, leftOut: [] })
    const { id } = await begun({ ...asked, count: 20 })
    expect(await bulkWhen(id, isOver)).toMatchObject({ state: 'COMPLETED', counts: { DONE: 20 } })
    const items = await bulkItems(id)
    expect(items.map(({ newPacketId }) => newPacketId)).toEqual(ids.map((_, index) => `${id}-${index + 1}`))
    await api.carrier.handOver(`${id}-20`)
    expect(await getPacket(`${id}-20`)).toMatchObject({ destination, repeats: ids[19] })
    const { count, leftOut: others } = await preview(asked)
    expect([count, new Map(others.map((each) => [each.code, each.count]))]).toEqual([
      0,
      new Map([
        ['REPEATED', 20],
        ['PACKET_IN_FLIGHT', 20],
        ['MAY_BE_DELIVERED', 1],
      ]),
    ])

    const undo = () => changeBulk(id, 'undo', { reason: 'they got it after all' })
    const all = await Promise.all([undo(), undo(), undo()])
    expect(all.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    const undone = all.find(({ status }) => status === 202)
    const undoing: BulkAction = await undone?.json()
    expect([undone?.status, undoing]).toMatchObject([202, { action: 'cancel', undoes: id, count: 20 }])
    expect(await bulkWhen(undoing.id, isOver)).toMatchObject({ counts: { DONE: 20 } })
    expect(new Set(await stateOf(ids.map((_, index) => `${id}-${index + 1}`)))).toEqual(new Set(['CANCELED']))
    expect(await getBulk(id)).toMatchObject({ undoneBy: undoing.id })
    const again = (bulk: string) => changeBulk(bulk, 'undo', { reason: 'again' })
    expect(await refusal(await again(id))).toEqual([409, 'COUNT_CHANGED'])
    expect(await refusal(await again(undoing.id))).toEqual([409, 'BULK_ACTION_STATE'])
  })

  test('by two operators at once sends each once', async () => {
    const { destination, ids } = await canceled(60)
    const asked = { action: 'send-again', filter: { destination }, count: 60, perSecond: 1_000 }
    const both = await Promise.all([begun(asked), begun({ ...asked, reason: 'so do I' })])
    const over = await Promise.all(both.map(({ id }) => bulkWhen(id, isOver)))
    expect(over.reduce((sum, { counts }) => sum + counts.DONE, 0)).toBe(60)
    const repeats = await Promise.all(ids.map(async (id) => (await getPacket(id)).repeatedBy.length))
    expect(new Set(repeats)).toEqual(new Set([1]))
  })
})

describe('a bulk action under way', () => {
  test('pauses, goes on and stops', async () => {
    const { destination } = await scheduled(300)
    const { id } = await begun({ filter: { destination }, count: 300, perSecond: 10 })
    await bulkWhen(id, ({ counts }) => counts.DONE > 0)
    const paused: BulkAction = await (await changeBulk(id, 'pause')).json()
    expect(paused.state).toBe('PAUSED')
    expect(await refusal(await changeBulk(id, 'pause'))).toEqual([409, 'BULK_ACTION_STATE'])
    const resumed: BulkAction = await (await changeBulk(id, 'resume', { who: 'Ada' })).json()
    expect(resumed.counts).toEqual(paused.counts)
    await bulkWhen(id, ({ counts }) => counts.DONE > paused.counts.DONE)
    expect(await refusal(await changeBulk(id, 'stop'))).toEqual([400, 'INVALID_REQUEST'])
    await changeBulk(id, 'stop', { reason: 'enough' })
    const stopped = await bulkWhen(id, isOver)
    expect(stopped).toMatchObject({ state: 'STOPPED', stopReason: 'enough', counts: { WAITING: 0 } })
    expect(stopped.counts.DONE + stopped.counts.LEFT).toBe(300)
    expect((await listPackets({ destination, status: 'SCHEDULED' })).total).toBe(stopped.counts.LEFT)
    expect(await refusal(await changeBulk(id, 'resume'))).toEqual([409, 'BULK_ACTION_STATE'])
    expect(await refusal(await changeBulk(id, 'retry'))).toEqual([409, 'BULK_ACTION_STATE'])
  })

  test('goes on after a packet that fails, which can be tried again', async () => {
    const { destination, ids } = await scheduled(30)
    const [, , , , broken = ''] = ids
    const [kept] = await api.store.db.select().from(packets).where(eq(packets.id, broken))
    await api.store.db.update(packets).set({ ledger: sql`'null'::jsonb` }).where(eq(packets.id, broken))
    const { id } = await begun({ filter: { destination }, count: 30, perSecond: 1_000 })
    expect(await bulkWhen(id, isOver)).toMatchObject({ state: 'COMPLETED', counts: { FAILED: 1 } })
    expect(await bulkItems(id, { result: 'FAILED' })).toMatchObject([
      { packetId: broken, code: 'INTERNAL', detail: expect.any(String) },
    ])
    await api.store.db.update(packets).set({ ledger: kept?.ledger }).where(eq(packets.id, broken))
    expect((await changeBulk(id, 'retry')).status).toBe(200)
    expect(await bulkWhen(id, isOver)).toMatchObject({ counts: { DONE: 30, FAILED: 0 } })
    expect(await stateOf([broken])).toEqual(['CANCELED'])
  })

  test('goes on where its workflow was terminated', async () => {
    const { destination } = await scheduled(100)
    const { id } = await begun({ filter: { destination }, count: 100, perSecond: 10 })
    await bulkWhen(id, ({ counts }) => counts.DONE > 0)
    await api.temporal.client.workflow.getHandle(`bulk-${id}`).terminate('by mistake')
    expect(await bulkWhen(id, isOver)).toMatchObject({ state: 'COMPLETED', counts: { DONE: 100 } })
  })

  /** Begins the action with a worker that is killed after a tenth of it; the usual worker then continues. */
  async function begunAndKilled(asked: { count: number; [field: string]: unknown }): Promise<string> {
    await api.stopWorker()
    const { worker } = await startWorkerProcess()
    const { id } = await begun(asked)
    await bulkWhen(id, ({ counts }) => counts.DONE >= asked.count / 10)
    worker.kill('SIGKILL')
    await worker
    expect((await getBulk(id)).counts.WAITING).toBeGreaterThan(0)
    await api.startWorker()
    return id
  }

  test('that sends again does so once for each packet, although its worker is killed', {
    timeout: 240_000,
  }, async () => {
    const count = 200
    const { destination, ids } = await canceled(count)
    const asked = { action: 'send-again', filter: { destination }, count, perSecond: 100 }
    const over = await bulkWhen(await begunAndKilled(asked), isOver)
    expect(over).toMatchObject({ state: 'COMPLETED', counts: { DONE: count, REFUSED: 0, FAILED: 0 } })
    const repeats = await api.store.db
      .select({ of: packets.repeats })
      .from(packets)
      .where(eq(packets.destination, destination))
    expect(repeats.flatMap(({ of }) => of ?? []).toSorted()).toEqual(ids.toSorted())
  })

  test('acts once on each packet, at whatever point its worker is killed', { timeout: 240_000 }, async () => {
    const count = 10_000
    const { destination } = await scheduled(count)
    const id = await begunAndKilled({ filter: { destination }, count, perSecond: 1_000 })
    const over = await bulkWhen(id, isOver)
    expect(over).toMatchObject({ state: 'COMPLETED', counts: { DONE: count, REFUSED: 0, FAILED: 0 } })
    // Each packet was written exactly once.
    const written = and(eq(packets.destination, destination), ne(packets.version, 1))
    expect(await api.store.db.$count(packets, written)).toBe(0)
    expect((await listPackets({ destination, status: 'CANCELED' })).total).toBe(count)
  })
})

/** A worker in a process of its own, which can be killed. */
async function startWorkerProcess() {
  const names = ['PROVIDERS_FILE', 'TOKEN_KEYS', 'TEMPORAL_ADDRESS', 'DATABASE_URL', 'NOTIFY_SECRET']
  const secrets = ['ROUTEA', 'ROUTEB'].map((name) => `${name}_HAND_OVER`)
  const given = Object.fromEntries([...names, ...secrets].map((name) => [name, process.env[name] ?? '']))
  const worker = execa(process.execPath, ['--import', 'tsx', join(ROOT, 'worker', 'main.ts')], {
    env: commandEnvironment({
      ...given,
      WORKFLOW_BUNDLE_PATH: process.env.TEST_WORKFLOW_BUNDLE ?? '',
      LOG_LEVEL: 'silent',
    }),
    extendEnv: false,
    reject: false,
  })
  const isReady = new Promise<void>((resolve) => {
    worker.stdout.on('data', (text: Buffer) => text.includes('worker ready') && resolve())
  })
  const ended = worker.then(({ stderr }) => {
    throw new Error(`The worker did not start: ${stderr}`)
  })
  await Promise.race([isReady, ended])
  ended.catch(() => undefined)
  // Wrapped in an object, because the process is thenable and would be awaited.
  return { worker }
}

test.each([
  ['neither a filter nor ids', { count: 1 }],
  ['both', { count: 1, filter: {}, ids: ['a'] }],
  ['an id twice', { count: 1, ids: ['a', 'a'] }],
  ['no count', { filter: {} }],
  ['a count of 0', { filter: {}, count: 0 }],
  ['an order', { filter: { sort: 'newest' }, count: 1 }],
  ['an unknown action', { filter: {}, count: 1, action: 'deliver' }],
  ['no reason', { filter: {}, count: 1, reason: ' ' }],
  ['a rate of 0', { filter: {}, count: 1, perSecond: 0 }],
])('%s is refused', async (_, asked) => {
  expect(await refusal(await begin(asked))).toEqual([400, 'INVALID_REQUEST'])
})

test('an unknown bulk action is reported as not found', async () => {
  for (const path of ['', '/items', '/results.csv'].map(
    (part) => `${apiPath('/api/bulk-actions')}/none${part}`,
  ))
    expect(await refusal(await callApi(path))).toEqual([404, 'BULK_ACTION_NOT_FOUND'])
  expect(await refusal(await changeBulk('none', 'pause'))).toEqual([404, 'BULK_ACTION_NOT_FOUND'])
})

test('bulk actions are listed, newest first, page by page', async () => {
  const { items } = await (await callApi(apiPath('/api/bulk-actions'))).json()
  expect(items.length).toBeGreaterThan(3)
  const first = await (await callApi(`${apiPath('/api/bulk-actions')}?limit=2`)).json()
  const query = new URLSearchParams({ limit: '2', cursor: first.nextCursor })
  const second = await (await callApi(`${apiPath('/api/bulk-actions')}?${query}`)).json()
  const ids = (page: { items: BulkAction[] }) => page.items.map(({ id }) => id)
  expect([...ids(first), ...ids(second)]).toEqual(ids({ items: items.slice(0, 4) }))
})
