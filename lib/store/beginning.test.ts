import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Beginning, beginDue, beginNow, reschedule } from './beginning'
import { claimPackets } from './ownership'
import { findPackets } from './packets'
import { createDatabase, type TestDatabase } from './test-support/database'
import { storePacket } from './test-support/stored-packet'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

afterEach(() => vi.useRealTimers())

const db = () => database.store.db
const turn = { most: 50, newOwner: () => 'packets-of-this-test', quietUntil: () => null }
const hour = 3_600_000

/** Due in this many milliseconds. A packet that is already due was submitted even earlier. */
async function scheduledIn(ms: number): Promise<string> {
  const now = Date.now()
  return storePacket(db(), { createdAt: Math.min(now, now + ms) - 1_000, deliverAt: now + ms })
}

async function statusOf(id: string): Promise<string | undefined> {
  return (await findPackets(db(), [id]))[0]?.status
}

function idsOf({ begun }: Beginning): string[] {
  return begun.flatMap(({ shares }) => shares.map(({ id }) => id))
}

/** Simulates a machine whose clock is wrong by this much. */
function withClock(wrongBy: number): void {
  vi.useFakeTimers({ now: Date.now() + wrongBy, toFake: ['Date'] })
}

describe('a packet that is due', () => {
  test('begins once, however many workers ask', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => scheduledIn(-10)))
    const begun = await Promise.all(
      Array.from({ length: 4 }, (_, nth) => beginDue(db(), { ...turn, newOwner: () => `owner-${nth}` })),
    )
    expect(begun.flatMap(idsOf).toSorted()).toEqual(ids.toSorted())
  })

  test.each([-hour, hour])(
    'goes by the clock of the store, also on a machine whose clock is wrong by %i ms',
    async (wrongBy) => {
      const due = await scheduledIn(-10)
      const later = await scheduledIn(hour / 2)
      withClock(wrongBy)
      await beginDue(db(), turn)
      expect([await statusOf(due), await statusOf(later)]).toEqual(['ROUTING', 'SCHEDULED'])
      await beginDue(db(), turn)
      expect(await statusOf(later)).toBe('SCHEDULED')
    },
  )

  test('waits for the end of quiet hours, unless it is begun by hand', async () => {
    const id = await scheduledIn(-10)
    const quietUntil = Date.now() + hour
    await beginDue(db(), { ...turn, quietUntil: () => quietUntil })
    expect((await findPackets(db(), [id]))[0]).toMatchObject({
      status: 'SCHEDULED',
      quietUntil: new Date(quietUntil).toISOString(),
    })
    expect((await beginDue(db(), turn)).taken).toBe(0)
    expect(idsOf(await beginNow(db(), id, turn.newOwner))).toEqual([id])
  })
})

test('a packet that has not begun cannot be claimed', async () => {
  const id = await scheduledIn(hour)
  const shares = [{ id, epoch: 1 }]
  expect(await claimPackets(db(), { owner: turn.newOwner(), runId: 'run', shares })).toEqual([])
  await beginNow(db(), id, turn.newOwner)
  expect(await claimPackets(db(), { owner: turn.newOwner(), runId: 'run', shares })).toMatchObject([{ id }])
})

test('a packet that has begun cannot be rescheduled', async () => {
  const id = await scheduledIn(hour)
  const to = { at: Date.now(), deliverAt: Date.now() + 2 * hour, quietUntil: null }
  expect(await reschedule(db(), id, to)).toBe(true)
  expect((await findPackets(db(), [id]))[0]?.deliverAt).toBe(new Date(to.deliverAt).toISOString())
  await beginNow(db(), id, turn.newOwner)
  expect(await reschedule(db(), id, to)).toBe(false)
  expect((await beginNow(db(), id, turn.newOwner)).taken).toBe(0)
})
