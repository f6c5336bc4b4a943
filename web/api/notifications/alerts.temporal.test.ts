/** Alerts of views, from the threshold to the overview and a receiver, across a restart of the worker. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { subscribed } from '@/lib/contract/notification'
import { findingsSchema } from '@/lib/contract/overview'
import { apiPath } from '@/lib/contract/paths'
import { type View, viewList, viewSchema } from '@/lib/contract/view'
import { TestReceiver } from '@/lib/notify/test-support/test-receiver'
import { changeView, listViews } from '@/lib/store/views'
import { AlertWatch } from '@/worker/alert-watch'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi, postJson } from '../test-support/call-api'
import { eventually } from '../test-support/eventually'
import { submit } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

let receiver: TestReceiver
let secret: string

beforeAll(async () => {
  receiver = await TestReceiver.start()
  const answer = await postJson(apiPath('/api/receivers'), { url: receiver.url, topic: 'alerts' })
  const made = subscribed.parse(await answer.json())
  expect(made.receiver).toMatchObject({ topic: 'alerts', source: null })
  secret = made.secret
})

afterAll(() => receiver.stop())

async function createView(body: object): Promise<View> {
  const answer = await postJson(apiPath('/api/views'), { name: randomUUID(), ...body })
  expect(answer.status).toBe(201)
  return viewSchema.parse(await answer.json())
}

async function shown(id: string): Promise<View> {
  const { items } = viewList.parse(await (await callApi(apiPath('/api/views'))).json())
  const view = items.find((each) => each.id === id)
  if (view === undefined) throw new Error(`There is no view ${id}.`)
  return view
}

const save = (id: string, change: object) => postJson(apiPath('/api/views/{id}/actions/save', { id }), change)
const findings = async () => findingsSchema.parse(await (await callApi(apiPath('/api/findings'))).json())
const isAlerting = ({ alert }: View) => alert !== null && alert.since !== null

/** Without repetitions, which occur when the answer to a webhook is lost. */
function toldOf({ id: viewId }: View): unknown[] {
  const byId = new Map(receiver.received.map(({ id, body }) => [id, JSON.parse(body)]))
  return [...byId.values()].filter(({ data }) => data.view.id === viewId)
}

/** Waits until a worker has counted the view again. */
async function countedAgain({ id }: View): Promise<void> {
  const asked = Date.now()
  await changeView(api.store.db, id, {}, asked)
  await eventually(
    async () => (await listViews(api.store.db)).find((each) => each.id === id),
    (row) => (row?.alertHeldAt ?? new Date(0)).getTime() > asked,
  )
}

test('an alert is told once, signed, and shown until it is over, also across a restart of the worker', async () => {
  const source = randomUUID()
  const view = await createView({ filter: { source, within: '1h' }, alert: { atLeast: 2 } })
  expect(view.alert).toEqual({ atLeast: 2, since: null })
  await submit({ source })
  await api.stopWorker()
  await submit({ source })
  await api.startWorker()
  const { alert } = await eventually(() => shown(view.id), isAlerting)
  await eventually(
    async () => receiver.received,
    (received) => received.length > 0,
  )
  await api.stopWorker()
  await api.startWorker()
  await countedAgain(view)
  const alerting = { id: view.id, name: view.name, filter: view.filter, atLeast: 2 }
  expect(toldOf(view)).toEqual([{ type: 'view.alert', timestamp: alert?.since, data: { view: alerting } }])
  expect(receiver.received[0]?.isSignedWith(secret)).toBe(true)
  const known = await findings()
  expect(known.alerts).toEqual([{ view: alerting, since: alert?.since }])
  expect(known.findings).toContainEqual(
    expect.objectContaining({
      what: expect.stringMatching(`The view "${view.name}" reached 2 packets`),
      page: `/packets?${new URLSearchParams({ source, within: '1h' })}`,
    }),
  )
  const { rows } = await api.store.db.execute(
    `select count(*)::integer as count from notifications where type = 'view.alert'`,
  )
  expect(rows).toEqual([{ count: 1 }])

  expect(viewSchema.parse(await (await save(view.id, { alert: null })).json()).alert).toBeNull()
  await eventually(findings, ({ alerts }) => alerts.length === 0)
  await eventually(
    async () => toldOf(view),
    (told) => told.length === 2,
  )
  expect(toldOf(view)[1]).toMatchObject({ type: 'view.alert-over', data: { view: alerting } })
})

test('a view that cannot be counted is logged once, and the others are counted', async () => {
  await api.stopWorker()
  const source = randomUUID()
  await submit({ source })
  const broken = await createView({ filter: { flag: 'stuck' }, alert: { atLeast: 1 } })
  const whole = await createView({ filter: { source }, alert: { atLeast: 1 } })
  const warned: unknown[] = []
  const log = {
    warn: (facts: object) => warned.push(facts),
    info: () => undefined,
  }
  const workflow = Object.assign(Object.create(api.temporal.client.workflow), {
    list: () => {
      throw new Error('Temporal does not answer.')
    },
  })
  let hours = 0
  const watch = new AlertWatch({
    db: api.store.db,
    client: { workflow },
    log,
    now: () => Date.now() + hours * 3_600_000,
  })
  const running = watch.run()
  await eventually(() => shown(whole.id), isAlerting)
  hours = 1
  await eventually(
    async () => (await listViews(api.store.db)).find(({ id }) => id === broken.id),
    (row) => (row?.alertLookAt?.getTime() ?? 0) > Date.now() + 3_600_000,
  )
  watch.stop()
  await running
  expect(warned).toEqual([{ view: broken.id, error: new Error('Temporal does not answer.') }])
  expect((await shown(broken.id)).alert).toEqual({ atLeast: 1, since: null })
  await api.startWorker()
})

test('an invalid alert is refused with an explanation', async () => {
  const name = randomUUID()
  for (const alert of [{ atLeast: 0 }, { atLeast: 10_001 }, { atLeast: 1.5 }, {}, 5])
    expect(await refusal(await postJson(apiPath('/api/views'), { name, filter: {}, alert }))).toEqual([
      400,
      'INVALID_REQUEST',
    ])
  const withSource = { url: receiver.url, topic: 'alerts', source: '+017771110000' }
  expect(await refusal(await postJson(apiPath('/api/receivers'), withSource))).toEqual([
    400,
    'INVALID_REQUEST',
  ])
})
