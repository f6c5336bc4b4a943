/** An alert begins once and is notified once, with concurrent workers, crashes and changes by operators. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DueView, listAlerting, noteHeld, putOffView, takeDueView } from './alerts'
import { findDueNotifications, tellBatchCompleted } from './notifications'
import { countPackets } from './packet-list'
import { addSubscription } from './receivers'
import { createDatabase, type TestDatabase } from './test-support/database'
import { chosen, receipt, storePacket } from './test-support/stored-packet'
import { addView, changeView, deleteView } from './views'

const start = Date.parse('2026-01-01T12:00:00Z')
const minuteMs = 60_000
const view = { id: 'v1', name: 'Many', filter: { status: 'DELIVERED' }, alert: { atLeast: 5 } } as const

let database: TestDatabase

beforeEach(async () => {
  database = await createDatabase()
  const secret = 'whsec_'
  const url = 'https://hooks.example.com/'
  await addSubscription(
    db(),
    { id: 'alerts', url, topic: 'alerts', source: null, secret, createdAt: start },
    500,
  )
  await addSubscription(db(), { id: 'packets', url, source: null, secret, createdAt: start }, 500)
})

afterEach(() => database.drop())

const db = () => database.store.db

async function taken(at: number): Promise<DueView> {
  const due = await takeDueView(db(), at)
  if (due === null) throw new Error('No view is due.')
  return due
}

/** One turn of the view, with a result that does or does not reach the threshold. */
const turn = async (at: number, isReached: boolean) => noteHeld(db(), await taken(at), { isReached, at })

const toldTo = async (receiver: string) =>
  (await findDueNotifications(db(), receiver, { at: start + 1_000 * minuteMs, most: 100 })).map(
    ({ type, facts, at }) => ({ type, facts, at: at.getTime() }),
  )

const told =
  (type: string) =>
  (at: number, change: object = {}) => ({
    type,
    facts: { view: { id: 'v1', name: 'Many', filter: { status: 'DELIVERED' }, atLeast: 5, ...change } },
    at,
  })
const begun = told('view.alert')
const over = told('view.alert-over')

test('a view with an alert is counted every ten seconds by one worker, and a view without one never', async () => {
  await addView(db(), { ...view, id: 'v2', name: 'Quiet', alert: null, at: start })
  expect(await takeDueView(db(), start)).toBeNull()
  await addView(db(), { ...view, at: start })
  const all = await Promise.all([1, 2, 3].map(() => takeDueView(db(), start)))
  expect(all.filter((each) => each !== null)).toMatchObject([{ id: 'v1', atLeast: 5 }])
  expect(await takeDueView(db(), start + 9_999)).toBeNull()
  // The worker that took it may have died.
  expect(await takeDueView(db(), start + 10_000)).toMatchObject({ id: 'v1' })
})

test('an alert begins once and notifies only subscriptions to alerts, with the view as it was then', async () => {
  await addView(db(), { ...view, at: start })
  const due = await taken(start)
  const noted = { isReached: true, at: start + 5 }
  const both = await Promise.all([noteHeld(db(), due, noted), noteHeld(db(), due, noted)])
  expect(both.sort()).toEqual(['begun', null])
  expect(await turn(start + 10_000, true)).toBeNull()
  await changeView(db(), 'v1', { name: 'Renamed' }, start + 11_000)
  expect(await turn(start + 11_000, true)).toBeNull()
  expect(await listAlerting(db())).toEqual([
    { id: 'v1', name: 'Renamed', filter: view.filter, atLeast: 5, since: new Date(start + 5) },
  ])
  expect(await toldTo('alerts')).toEqual([begun(start + 5)])
  expect(await toldTo('packets')).toEqual([])
  await tellBatchCompleted(db(), { id: 'b1', source: null, notifyUrl: null, at: start, facts: {} })
  expect(await toldTo('alerts')).toHaveLength(1)
})

test('an alert is over after five minutes below the threshold, and is not notified again before that', async () => {
  await addView(db(), { ...view, at: start })
  expect(await turn(start, true)).toBe('begun')
  expect(await turn(start + minuteMs, false)).toBeNull()
  expect(await turn(start + 4 * minuteMs, true)).toBeNull()
  expect(await turn(start + 9 * minuteMs - 1, false)).toBeNull()
  expect(await listAlerting(db())).toHaveLength(1)
  expect(await turn(start + 10 * minuteMs, false)).toBe('over')
  expect(await turn(start + 11 * minuteMs, false)).toBeNull()
  expect(await listAlerting(db())).toEqual([])
  expect(await turn(start + 12 * minuteMs, true)).toBe('begun')
  expect(await toldTo('alerts')).toEqual([
    begun(start),
    over(start + 10 * minuteMs),
    begun(start + 12 * minuteMs),
  ])
})

test('a count by a stalled worker, or from before a change, is discarded', async () => {
  await addView(db(), { ...view, at: start })
  const stalled = await taken(start)
  await turn(start + 10_000, false)
  expect(await noteHeld(db(), stalled, { isReached: true, at: start })).toBeNull()
  for (const change of [
    { alert: { atLeast: 50 } },
    { filter: { status: 'FAILED' as const } },
    { alert: null },
  ]) {
    const counted = await taken(start + 30_000)
    await changeView(db(), 'v1', change, start + 30_000)
    expect(await noteHeld(db(), counted, { isReached: true, at: start + 30_000 })).toBeNull()
  }
  await changeView(db(), 'v1', { alert: { atLeast: 5 } }, start + 30_000)
  const counted = await taken(start + 30_000)
  await deleteView(db(), 'v1', start + 30_000)
  expect(await noteHeld(db(), counted, { isReached: true, at: start + 30_000 })).toBeNull()
  expect(await toldTo('alerts')).toEqual([])
})

test('another filter or threshold restarts the alert, the same one changes nothing', async () => {
  await addView(db(), { ...view, at: start })
  await turn(start, true)
  await changeView(db(), 'v1', { filter: view.filter, alert: view.alert }, start + 1_000)
  expect(await turn(start + 1_000, true)).toBeNull()
  await changeView(db(), 'v1', { alert: { atLeast: 6 } }, start + 2_000)
  expect(await listAlerting(db())).toEqual([])
  expect(await turn(start + 2_000, true)).toBe('begun')
  await changeView(db(), 'v1', { alert: null }, start + 3_000)
  expect(await toldTo('alerts')).toEqual([
    begun(start),
    over(start + 2_000),
    begun(start + 2_000, { atLeast: 6 }),
    over(start + 3_000, { atLeast: 6 }),
  ])
  expect(await listAlerting(db())).toEqual([])
  expect(await takeDueView(db(), start + 90_000)).toBeNull()
})

test('deleting a view ends its alert, and notifies only if it was alerting', async () => {
  await addView(db(), { ...view, at: start })
  await turn(start, true)
  expect(await deleteView(db(), 'v1', start + 1_000)).toBe(true)
  await addView(db(), { ...view, at: start })
  expect(await deleteView(db(), 'v1', start + 2_000)).toBe(true)
  expect(await toldTo('alerts')).toEqual([begun(start), over(start + 1_000)])
})

test('a view that could not be counted stays as it is and is tried less often', async () => {
  await addView(db(), { ...view, at: start })
  await turn(start, true)
  await putOffView(db(), await taken(start + 10_000), start + 10_000)
  expect(await takeDueView(db(), start + 10_000 + minuteMs - 1)).toBeNull()
  expect(await listAlerting(db())).toHaveLength(1)
  expect(await turn(start + 10_000 + minuteMs, true)).toBeNull()
})

test.each([
  [{}],
  [{ status: 'DELIVERED' }],
  [{ provider: 'RouteA' }],
  [{ address: '+016660002222' }],
  [{ status: 'DELIVERED', source: '+017771110000' }],
] as const)('is counted up to its threshold alone: %j', async (filter) => {
  for (let nth = 0; nth < 3; nth++)
    await storePacket(db(), { createdAt: start }, [chosen(start, 'RouteA'), receipt(start + 1_000, 1, true)])
  const scope = { filter, stuckOwners: [], now: start }
  const counts = [1, 2, 3, 4].map((atLeast) => countPackets(db(), scope, atLeast - 1))
  expect(await Promise.all(counts)).toEqual([1, 2, 3, 3])
})
