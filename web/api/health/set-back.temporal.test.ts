/** A store that was restored from an older copy while Temporal went on. */

import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { usualPrecedence } from '@/lib/packet/precedence'
import { watchForSetBack } from '@/lib/server/set-back'
import { exportStore, importStore } from '@/lib/store/dump'
import { readInstallation } from '@/lib/store/installation'
import { insertPackets } from '@/lib/store/packets'
import { readMark } from '@/lib/temporal/store-mark'
import { reconcile } from '@/scripts/reconcile'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { getPacket, packetWhen, someone, submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest({ settlingMs: 600_000 })

const nothing = () => undefined
const isAccepted = ({ attempts }: Packet) => attempts[0]?.handOver.state === 'ACCEPTED'

async function accepted(): Promise<string> {
  const { id } = await submit()
  await packetWhen(id, isAccepted)
  return id
}

/** Two packets of one workflow. */
async function acceptedTogether(): Promise<string[]> {
  const owner = `packets-${randomUUID()}`
  const ids = [randomUUID(), randomUUID()]
  const unset = {
    maxAttempts: 4,
    expiresAt: null,
    deliverAt: null,
    quietUntil: null,
    batch: null,
    ...usualPrecedence,
    notifyUrl: null,
    repeats: null,
    keyHash: null,
    fingerprint: null,
  }
  const common = { ...someone, ...unset, contents: Buffer.from('Hello'), contentType: 'text/plain' }
  const timed = { receiptTimeoutMs: 600_000, createdAt: Date.now(), owner }
  await insertPackets(
    api.store.db,
    ids.map((id) => ({ id, ...common, ...timed })),
  )
  for (const id of ids) await packetWhen(id, isAccepted)
  return ids
}

async function receiptFor(id: string): Promise<Response> {
  const { token } = await api.carrier.handOver(id)
  return sendReceipt({ token, delivered: true }, api.secrets.RouteA)
}

async function confirm(id: string): Promise<Packet> {
  expect((await receiptFor(id)).status).toBe(200)
  return packetWhen(id, ({ status }) => status === 'DELIVERED')
}

/** Waits until Temporal knows a mark above this one. */
async function marked(further: number): Promise<void> {
  await eventually(
    () => readMark(api.temporal.client),
    (told) => (told?.highWater ?? 0) > further,
  )
}

async function restore(copy: readonly string[], url: string): Promise<void> {
  await api.store.db.execute(sql`truncate packets, receipts cascade`)
  await importStore(
    url,
    (async function* () {
      yield* copy
    })(),
    nothing,
  )
}

test('no packet is handed over again, and the store is reconciled with the workflows', async () => {
  await watchForSetBack()
  const { client } = api.temporal
  const { db } = api.store
  const before = await api.deliver()
  const [confirmed, waiting] = [await accepted(), await accepted()]
  const group = await acceptedTogether()
  const { highWater } = await readInstallation(db)
  const url = process.env.DATABASE_URL ?? ''
  const copy: string[] = []
  for await (const line of exportStore(url, nothing)) copy.push(line)
  for (const id of [confirmed, ...group]) await confirm(id)
  const lost = [(await api.deliver()).id, await accepted()] as const
  await client.workflow.getHandle((await getPacket(confirmed)).workflowId).result()
  await marked(highWater)
  expect(await reconcile({ db, client, apply: true })).toBeNull()
  const sent = api.carrier.handOvers.length

  await restore(copy, url)
  const ready = async () => (await callApi(apiPath('/api/health/ready'))).json()
  const trouble = await eventually(ready, ({ code }) => code === 'STORE_SET_BACK')
  expect(trouble).toMatchObject({ status: 503, detail: expect.stringContaining('npm run reconcile') })
  const refused = await postJson(apiPath('/api/packets'), { ...someone, text: 'Hello' })
  expect(await refusal(refused)).toEqual([503, 'STORE_SET_BACK'])
  expect((await receiptFor(waiting)).status).toBe(503)

  // The running worker has stopped by itself, so packets that its sweeper would start stay where they are.
  const told = await reconcile({ db, client, apply: false })
  expect(told).toEqual({
    underWay: [waiting],
    lostUnderWay: [lost[1]],
    ended: expect.arrayContaining([confirmed, ...group]),
    lostEnded: [lost[0]],
    unknown: [],
    gone: [],
    fresh: [],
  })
  expect((await getPacket(confirmed)).status).toBe('TRANSMITTING')
  expect(await reconcile({ db, client, apply: true })).toEqual(told)
  expect(await reconcile({ db, client, apply: false })).toBeNull()

  await api.stopWorker()
  await api.startWorker()
  await eventually(ready, ({ status }) => status === 'ready')
  for (const id of [before.id, confirmed, ...group, lost[0]]) {
    expect(await getPacket(id)).toMatchObject({ status: 'DELIVERED', deliveredBy: 'RouteA' })
  }
  for (const id of [waiting, lost[1]]) await confirm(id)
  expect((await callApi(apiPath('/api/packets/{id}/contents', { id: waiting }))).status).toBe(200)
  expect(await refusal(await callApi(apiPath('/api/packets/{id}/contents', { id: lost[1] })))).toEqual([
    410,
    'CONTENTS_LOST',
  ])
  expect(api.carrier.handOvers).toHaveLength(sent)
  await api.deliver()
})

test('another store than the one that Temporal knows is refused', async () => {
  await marked(0)
  await api.store.db.execute(sql`update installation set id = 'another'`)
  const trouble = await eventually(
    async () => (await callApi(apiPath('/api/health/ready'))).json(),
    ({ code }) => code === 'STORE_SET_BACK',
  )
  expect(trouble.detail).toContain('not the store that Temporal knows')
})
