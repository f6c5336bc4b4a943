import { afterAll, beforeAll, expect, test } from 'vitest'
import { readBoardMarks } from './board'
import { createDatabase, type TestDatabase } from './test-support/database'
import { chosen, receipt, storePacket } from './test-support/stored-packet'

const start = Date.parse('2026-01-01T12:00:00Z')

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})

afterAll(() => database.drop())

const db = () => database.store.db

async function marks(scope: Partial<Parameters<typeof readBoardMarks>[1]> = {}) {
  return readBoardMarks(db(), { mostInFlight: 10, mostEnded: 10, endedSince: start, ...scope })
}

test('returns the packets in flight and those that ended lately, up to a limit of each', async () => {
  const delivered = (id: string, endedAt: number) =>
    storePacket(db(), { id, createdAt: start }, [chosen(start, 'A'), receipt(endedAt, 1, true)])
  await delivered('long-ago', start - 1)
  await delivered('ended', start + 1_000)
  await delivered('ended-last', start + 2_000)
  await storePacket(db(), { id: 'second', createdAt: start + 20 }, [chosen(start + 20, 'A')])
  await storePacket(db(), { id: 'first', createdAt: start + 10 })
  await storePacket(db(), { id: 'scheduled', createdAt: start + 30, deliverAt: start + 60_000 })

  const idsOf = (found: Awaited<ReturnType<typeof marks>>) => found.map(({ id, inFlight }) => [id, inFlight])
  expect(idsOf(await marks())).toEqual([
    ['first', true],
    ['second', true],
    ['ended-last', false],
    ['ended', false],
  ])
  expect(idsOf(await marks({ mostInFlight: 1, mostEnded: 1 }))).toEqual([
    ['first', true],
    ['ended-last', false],
  ])
})

test('a mark stays the same until its packet changes', async () => {
  const markOf = async (id: string) => (await marks()).find((each) => each.id === id)?.mark
  const before = { first: await markOf('first'), second: await markOf('second') }
  await db().execute(`update packets set updated_at = updated_at where id = 'first'`)
  expect(await markOf('second')).toBe(before.second)
  expect(await markOf('first')).not.toBe(before.first)
})
