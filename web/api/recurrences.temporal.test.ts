import { describe, expect, test } from 'vitest'
import { apiPath } from '@/lib/contract/paths'
import type { Recurrence, RecurrenceRun } from '@/lib/contract/recurrence'
import { scheduleIdOf } from '@/lib/contract/workflows'
import { findRecurrence, markRecurrenceTold } from '@/lib/store/recurrences'
import { keepSchedule } from '@/lib/temporal/schedules'
import { apiUnderTest } from './test-support/api-under-test'
import { callApi, postJson } from './test-support/call-api'
import { eventually } from './test-support/eventually'
import { getPacket, someone } from './test-support/packets'
import { refusal } from './test-support/refusal'

const api = apiUnderTest()

const submission = { ...someone, text: 'Hello again' }
const daily = { cron: '0 9 * * *', timeZone: 'Europe/Berlin' }

function create(timing: object, more: object = {}): Promise<Response> {
  return postJson(apiPath('/api/recurrences'), { name: 'Reminder', submission, timing, ...more })
}

async function created(timing: object): Promise<Recurrence> {
  return (await create(timing)).json()
}

function act(
  id: string,
  action: 'edit' | 'pause' | 'resume' | 'run' | 'delete',
  body: object = {},
): Promise<Response> {
  return postJson(apiPath(`/api/recurrences/{id}/actions/${action}`, { id }), body)
}

async function listed(id: string): Promise<Recurrence | undefined> {
  const { items } = await (await callApi(apiPath('/api/recurrences'))).json()
  return items.find((each: Recurrence) => each.id === id)
}

/** The newest run, once the predicate holds for it. */
async function lastRun(id: string, holds: (run: RecurrenceRun) => boolean): Promise<RecurrenceRun> {
  const run = await eventually(
    async () => (await listed(id))?.last?.[0],
    (latest) => latest !== undefined && holds(latest),
  )
  if (run === undefined) throw new Error('It has not run.')
  return run
}

describe('a recurring submission', () => {
  test('lists its next runs by the clock of its time zone', async () => {
    const { id, next, last } = await created(daily)
    expect(last).toEqual([])
    expect(next).toHaveLength(3)
    for (const at of next ?? [])
      expect(new Date(at).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })).toBe('09:00:00')
    expect(await listed(id)).toMatchObject({ name: 'Reminder', timing: daily, paused: false, next })
  })

  test.each([
    ['0 9 * * mon-fri', 'europe/berlin'],
    ['*/15 8-18 1,15 jan-mar 7', 'utc'],
    ['0 9 * * *', 'est'],
  ])('runs by %s in %s, as Temporal understands them', async (cron, timeZone) => {
    const { id, next } = await created({ cron, timeZone })
    expect(next).toHaveLength(3)
    await act(id, 'delete')
  })

  test('submits a packet with each run', async () => {
    const { id } = await created({ everyMs: 86_400_000 })
    await act(id, 'run')
    const { at, packetId } = await lastRun(id, (run) => run.packetId !== null)
    if (packetId === null) throw new Error('It has no packet.')
    const message = await api.carrier.handOver(packetId)
    expect(Buffer.from(message.contents, 'base64').toString()).toBe('Hello again')
    expect(await getPacket(packetId)).toMatchObject({ ...someone, deliverAt: at })
  })

  test('names the packet of a run only once it is stored', async () => {
    const { id } = await created({ everyMs: 86_400_000 })
    await api.stopWorker()
    try {
      await act(id, 'run')
      expect(await lastRun(id, () => true)).toMatchObject({ packetId: null })
    } finally {
      await api.startWorker()
    }
    const { packetId } = await lastRun(id, (run) => run.packetId !== null)
    expect(await getPacket(packetId ?? '')).toMatchObject(someone)
  })

  test('is paused, resumed, edited and deleted', async () => {
    const { id } = await created(daily)
    expect(await (await act(id, 'pause')).json()).toMatchObject({ paused: true })
    const schedule = api.temporal.client.schedule.getHandle(`recurring-${id}`)
    expect((await schedule.describe()).state.paused).toBe(true)
    expect(await (await act(id, 'resume')).json()).toMatchObject({ paused: false })
    const edited = { name: 'Other', submission, timing: { everyMs: 3_600_000 } }
    expect(await (await act(id, 'edit', edited)).json()).toMatchObject({
      name: 'Other',
      timing: edited.timing,
    })
    expect((await schedule.describe()).spec.intervals).toMatchObject([{ every: 3_600_000 }])
    expect((await act(id, 'delete')).status).toBe(200)
    expect(await listed(id)).toBeUndefined()
    await expect(schedule.describe()).rejects.toThrow()
    expect(await refusal(await act(id, 'run'))).toEqual([404, 'RECURRENCE_NOT_FOUND'])
  })

  test('is set up in Temporal by a worker if that failed at first', async () => {
    const { id } = await created(daily)
    const schedule = api.temporal.client.schedule.getHandle(`recurring-${id}`)
    await schedule.delete()
    // Simulate a web process that died before it told Temporal.
    await api.store.db.execute(`update recurrences set untold = true where id = '${id}'`)
    await eventually(
      () =>
        schedule
          .describe()
          .then(() => true)
          .catch(() => false),
      (isThere) => isThere,
    )
  })

  test.each([
    ['a cron expression of four fields', { cron: '0 9 * *' }],
    ['a sign that Temporal does not know: ?', { cron: '0 9 ? * 1-5' }],
    ['a sign that Temporal does not know: L', { cron: '0 0 L * *' }],
    ['a sign that Temporal does not know: #', { cron: '0 9 * * 1#1' }],
    ['a sign that Temporal does not know: W', { cron: '0 9 15W * *' }],
    ['a sign that Temporal does not know: H', { cron: 'H 9 * * *' }],
    ['an unknown time zone', { cron: '0 9 * * *', timeZone: 'Mars/Olympus' }],
    ['less than a minute', { everyMs: 59_999 }],
    ['both', { cron: '0 9 * * *', everyMs: 60_000 }],
  ])('is refused with %s', async (_, timing) => {
    expect(await refusal(await create(timing))).toEqual([400, 'INVALID_REQUEST'])
  })

  test('ends with the newest state, even if an older one is told after it', async () => {
    const { id } = await created(daily)
    const older = await findRecurrence(api.store.db, id)
    if (older === null) throw new Error('It is not stored.')
    const { client } = api.temporal
    const schedule = client.schedule.getHandle(scheduleIdOf(id))
    const tellLate = async () => {
      await keepSchedule(client, older)
      return markRecurrenceTold(api.store.db, older)
    }
    await act(id, 'pause')
    expect(await tellLate()).toBe(true)
    await eventually(
      () => schedule.describe(),
      ({ state }) => state.paused,
    )
    await act(id, 'delete')
    expect(await tellLate()).toBe(false)
  })

  test('is refused without contents', async () => {
    expect(await refusal(await create(daily, { submission: someone }))).toEqual([400, 'INVALID_REQUEST'])
  })

  test('is refused with an impossible hour', async () => {
    expect(await refusal(await create({ cron: '0 25 * * *' }))).toEqual([400, 'INVALID_REQUEST'])
  })
})
