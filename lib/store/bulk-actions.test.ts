import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BulkFilter } from '@/lib/contract/bulk-action'
import {
  countResults,
  type Doing,
  endBulk,
  findBulkAction,
  type NewBulk,
  openBulkAction,
  pauseBulk,
  previewChosen,
  resumeBulk,
  type Selection,
  stopBulk,
} from './bulk-actions'
import { actOn, nextItems, settleAsked } from './bulk-items'
import { noteCancel } from './ownership'
import { findPackets, type NewPacket } from './packets'
import { packets } from './schema'
import { createDatabase, type TestDatabase } from './test-support/database'
import { chosen, receipt, silence, storeClaimed, storePacket } from './test-support/stored-packet'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

const db = () => database.store.db
const at = Date.now() - 60_000
const turn = { at, newOwner: () => `packets-${randomUUID()}`, quietUntil: () => null }
const asOf = Date.now() + 60_000
const again: Doing = { action: 'send-again', evenIfDelivered: false, asOf }
const cancel: Doing = { action: 'cancel', evenIfDelivered: false, asOf }

const newAddress = () => `+0166 ${randomUUID()}`

function matching(filter: BulkFilter): Selection {
  return { scope: { filter, stuckOwners: [], now: Date.now() } }
}

async function opened(selection: Selection, told: Partial<NewBulk> = {}) {
  const id = `a${randomUUID()}`
  const usual = { action: 'cancel', evenIfDelivered: false, filter: null, reason: 'why', who: null } as const
  const more = { perSecond: 50, undoes: null, fingerprint: 'x', leftOut: [], most: 50, asOf, at: Date.now() }
  const result = await openBulkAction(db(), { id, ...usual, ...more, selection, ...told })
  return { id, ...result }
}

async function bulkOf(id: string) {
  const bulk = await findBulkAction(db(), id)
  if (bulk === null) throw new Error(`There is no bulk action ${id}.`)
  return bulk
}

/** A packet that was handed to RouteA. */
function tried(destination: string, how: 'delivered' | 'silent' | 'refused', more: Partial<NewPacket> = {}) {
  const ends = {
    delivered: receipt(at + 2, 1, true),
    silent: silence(at + 10_001, 1),
    refused: receipt(at + 2, 1, false),
  }
  const events = [chosen(at + 1, 'RouteA'), ends[how]]
  return storePacket(db(), { createdAt: at, destination, maxAttempts: 1, ...more }, events)
}

describe('the selection', () => {
  test('for a cancellation has the packets that have not ended, by any filter', async () => {
    const destination = newAddress()
    const waits = await storePacket(db(), { createdAt: at, destination, deliverAt: Date.now() + 60_000 })
    const inFlight = await storePacket(db(), { createdAt: at, destination }, [chosen(at + 1, 'RouteA')])
    const ended = await tried(destination, 'refused')
    const expected = { count: 2, leftOut: [{ code: 'PACKET_ENDED', count: 1 }] }
    const seen = await previewChosen(db(), cancel, matching({ destination }), 5)
    expect(seen).toMatchObject(expected)
    expect(seen.sample.map(({ id }) => id).toSorted()).toEqual([waits, inFlight].toSorted())
    expect(await previewChosen(db(), cancel, { ids: [waits, inFlight, ended] }, 5)).toMatchObject(expected)
    const ofProvider = matching({ destination, provider: 'RouteA' })
    expect(await previewChosen(db(), cancel, ofProvider, 5)).toMatchObject({ ...expected, count: 1 })
  })

  test('for sending again has the packets that ended and cannot have been delivered, once', async () => {
    const destination = newAddress()
    const refused = await tried(destination, 'refused')
    const erased = await tried(destination, 'refused')
    await db().update(packets).set({ contents: null }).where(eq(packets.id, erased))
    await tried(destination, 'delivered')
    const silent = await tried(destination, 'silent')
    const repeated = await tried(destination, 'refused')
    await storePacket(db(), { createdAt: at, destination, repeats: repeated })
    const seen = await previewChosen(db(), again, matching({ destination }), 5)
    expect(seen.sample.map(({ id }) => id)).toEqual([refused])
    expect(new Map(seen.leftOut.map(({ code, count }) => [code, count]))).toEqual(
      new Map([
        ['CONTENTS_ERASED', 1],
        ['MAY_BE_DELIVERED', 2],
        ['PACKET_IN_FLIGHT', 1],
        ['REPEATED', 1],
      ]),
    )
    const even = await previewChosen(db(), { ...again, evenIfDelivered: true }, matching({ destination }), 5)
    expect(even.sample.map(({ id }) => id)).toContain(silent)
    expect(even.count).toBe(3)
    // All packets of a provider, which takes another path through the query.
    const byProvider = await previewChosen(db(), again, matching({ provider: 'RouteA', q: destination }), 5)
    expect(byProvider.sample.map(({ id }) => id)).toEqual([refused])
  })
})

describe('opening a bulk action', () => {
  test('fixes the packets in the order in which they were accepted', async () => {
    const destination = newAddress()
    const ids: string[] = []
    for (let nth = 0; nth < 3; nth++) ids.push(await storePacket(db(), { createdAt: at + nth, destination }))
    const { id, ...result } = await opened(matching({ destination }))
    expect(result).toEqual({ is: 'opened' })
    await storePacket(db(), { createdAt: at, destination })
    expect((await nextItems(db(), { id, action: 'cancel' }, 10)).map(({ packetId }) => packetId)).toEqual(ids)
  })

  test('leaves out packets that were submitted after the preview', async () => {
    const destination = newAddress()
    const seen = await storePacket(db(), { createdAt: at, destination })
    await storePacket(db(), { createdAt: at + 2, destination })
    const { id } = await opened(matching({ destination }), { asOf: at + 1 })
    const items = await nextItems(db(), { id, action: 'cancel' }, 10)
    expect(items.map(({ packetId }) => packetId)).toEqual([seen])
  })

  test('is refused for too many packets, for none, and under an id that is taken', async () => {
    const destination = newAddress()
    await storePacket(db(), { createdAt: at, destination })
    await storePacket(db(), { createdAt: at, destination })
    const two = matching({ destination })
    expect(await opened(two, { most: 1 })).toMatchObject({ is: 'not opened', count: 2 })
    expect(await opened(matching({ destination: newAddress() }))).toMatchObject({
      is: 'not opened',
      count: 0,
    })
    const { id } = await opened(two)
    expect(await opened(two, { id })).toMatchObject({ is: 'not opened', count: 2 })
    expect(await nextItems(db(), { id, action: 'cancel' }, 10)).toHaveLength(2)
  })
})

describe('a turn of a bulk action', () => {
  test('asks workflows to cancel, and takes the packets’ endings as results', async () => {
    const destination = newAddress()
    const [one, other] = [randomUUID(), randomUUID()]
    await storeClaimed(db(), [one, other], { destination })
    const { id } = await opened(matching({ destination }))
    const bulk = await bulkOf(id)
    const acted = await actOn(db(), bulk, await nextItems(db(), { id, action: 'cancel' }, 10), turn)
    expect(acted.cancels.map((untold) => untold.id).toSorted()).toEqual([one, other].toSorted())
    expect(await settleAsked(db(), { most: 10, at })).toBe(0)
    expect(await endBulk(db(), id, at)).toMatchObject({ state: 'COMPLETED' })
    await db()
      .update(packets)
      .set({
        endedAt: new Date(),
        status: 'CANCELED',
        ledger: sql`jsonb_set(ledger, '{status}', '"CANCELED"')`,
      })
      .where(eq(packets.id, one))
    await db()
      .update(packets)
      .set({
        endedAt: new Date(),
        status: 'DELIVERED',
        ledger: sql`jsonb_set(ledger, '{status}', '"DELIVERED"')`,
      })
      .where(eq(packets.id, other))
    expect(await settleAsked(db(), { most: 10, at })).toBe(2)
    expect(await countResults(db(), id)).toEqual({ DONE: 1, REFUSED: 1 })
  })

  test('does nothing while the action is paused, and nothing twice', async () => {
    const destination = newAddress()
    const packet = await storePacket(db(), { createdAt: at, destination })
    const { id } = await opened(matching({ destination }))
    const bulk = await bulkOf(id)
    const items = await nextItems(db(), { id, action: 'cancel' }, 10)
    await pauseBulk(db(), id)
    expect(await actOn(db(), bulk, items, turn)).toMatchObject({ count: 0 })
    expect((await findPackets(db(), [packet]))[0]?.status).toBe('ROUTING')
    await resumeBulk(db(), id)
    const both = await Promise.all([actOn(db(), bulk, items, turn), actOn(db(), bulk, items, turn)])
    expect(both.map(({ count }) => count).toSorted()).toEqual([0, 1])
    expect(await stopBulk(db(), id, { reason: 'late', at })).toMatchObject({ state: 'STOPPED' })
  })

  test('copies at most as many bytes as a request may have, but at least one packet', async () => {
    const destination = newAddress()
    const contents = new Uint8Array(700_000)
    for (let nth = 0; nth < 3; nth++) await tried(destination, 'refused', { contents, createdAt: at + nth })
    const { id } = await opened(matching({ destination }), { ...again })
    expect(await nextItems(db(), { id, action: 'send-again' }, 10)).toHaveLength(1)
    expect(await nextItems(db(), { id, action: 'cancel' }, 10)).toHaveLength(3)
  })

  test('keeps nothing if one packet fails', async () => {
    const destination = newAddress()
    const good = await storePacket(db(), { createdAt: at, destination })
    const bad = await storePacket(db(), { createdAt: at + 1, destination })
    await db().update(packets).set({ ledger: sql`'null'::jsonb` }).where(eq(packets.id, bad))
    const { id } = await opened(matching({ destination }))
    const bulk = await bulkOf(id)
    await expect(
      actOn(db(), bulk, await nextItems(db(), { id, action: 'cancel' }, 10), turn),
    ).rejects.toThrow()
    expect(await nextItems(db(), { id, action: 'cancel' }, 10)).toHaveLength(2)
    expect(await noteCancel(db(), good, { at, by: { who: null, reason: 'it can still be' } })).toBe('done')
  })
})
