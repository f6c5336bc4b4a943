import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readiness } from '@/lib/contract/health'
import { healthReport } from '@/lib/contract/health-report'
import { apiPath } from '@/lib/contract/paths'
import { type SelfTest, selfTestList, selfTestSchema } from '@/lib/contract/self-test'
import { controlQueue, greetSomeoneType, selfTestId, selfTestScheduleId } from '@/lib/contract/workflows'
import { scheduleSelfTest } from '@/lib/temporal/self-test'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { eventually } from '../test-support/eventually'

/** While stopped, breaks every connection, like a service that has died. */
const greetings = { answers: true, url: '', server: null as Server | null }

beforeAll(async () => {
  const server = createServer((request, response) => {
    if (greetings.answers) response.end(JSON.stringify({ greeting: '¡Hola, Waybill!' }))
    else request.socket.destroy()
  })
  greetings.server = server
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  greetings.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/greeting`
})

afterAll(() => new Promise((done) => greetings.server?.close(done)))

const api = apiUnderTest({ greetingUrl: () => greetings.url })

const ready = async () => (await callApi(apiPath('/api/health/ready'))).json()
const list = async () => selfTestList.parse(await (await callApi(apiPath('/api/self-tests'))).json())

async function run(): Promise<SelfTest> {
  const answer = await callApi(apiPath('/api/self-tests'), { method: 'POST' })
  expect(answer.status).toBe(202)
  return selfTestSchema.parse(await answer.json())
}

async function until(id: string, wanted: (test: SelfTest) => boolean): Promise<SelfTest> {
  const { items } = await eventually(list, ({ items }) => {
    const found = items.find((each) => each.id === id)
    return found !== undefined && wanted(found)
  })
  const found = items.find((each) => each.id === id)
  if (found === undefined) throw new Error('It was there a moment ago.')
  return found
}

const stepsOf = ({ steps }: SelfTest) => Object.fromEntries(steps.map(({ name, state }) => [name, state]))
const allPassed = { temporal: 'passed', worker: 'passed', network: 'passed', back: 'passed' }
const hasHeard = ({ steps }: SelfTest) => steps.at(-1)?.detail === 'The web process has it.'

test('a self-test goes from the web process to the network and back, and says how long each step took', async () => {
  const started = await run()
  expect(started).toMatchObject({ trigger: 'demand', state: 'running' })
  const ended = await until(started.id, hasHeard)
  expect(ended).toMatchObject({ state: 'passed', greeting: '¡Hola, Waybill!', failedTries: 0 })
  expect(stepsOf(ended)).toEqual(allPassed)
  for (const { ms } of ended.steps) expect(ms).toEqual(expect.any(Number))
  expect(ended.sentence).toMatch(/^Web, Temporal, worker and network work, in .*s\.$/)
  const { selfTest } = readiness.parse(await eventually(ready, ({ status }) => status === 'ready'))
  expect(selfTest).toMatchObject({ state: 'passed', sentence: ended.sentence })
})

test('retries are shown live while the greeting service is down, and the self-test passes once it is back', async () => {
  greetings.answers = false
  const { id } = await run()
  const trying = await until(id, ({ failedTries, nextTryAt }) => failedTries >= 2 && nextTryAt !== null)
  expect(trying).toMatchObject({
    state: 'running',
    lastError: 'The greeting service could not be asked: the connection broke.',
  })
  expect(trying.sentence).toMatch(/^\d tries failed, and it is tried again: The greeting service/)
  expect(stepsOf(trying)).toEqual({ ...allPassed, network: 'running', back: 'waiting' })

  // The failure is reported, but the web process stays ready.
  expect(readiness.parse(await ready()).selfTest).toMatchObject({ state: 'running' })
  const report = healthReport.parse(await (await callApi(apiPath('/api/health'))).json())
  expect(report.findings).toContainEqual({
    severity: 'wrong',
    what: expect.stringContaining('The self-test fails'),
    advice: expect.stringContaining('GREETING_URL'),
    page: expect.any(String),
  })

  // A second one on demand joins the first.
  expect((await run()).id).toBe(id)

  greetings.answers = true
  const ended = await until(id, ({ state }) => state !== 'running')
  expect(ended).toMatchObject({ state: 'passed', greeting: '¡Hola, Waybill!' })
  expect(ended.failedTries).toBeGreaterThanOrEqual(2)
  expect(ended.sentence).toMatch(/after \d failed tries\.$/)
})

describe('by the Schedule', () => {
  test('an outdated Schedule is updated, stays paused, and runs once it is resumed', async () => {
    const { client } = api.temporal
    await eventually(list, ({ schedule }) => schedule.is === 'missing')
    const handle = await client.schedule.create({
      scheduleId: selfTestScheduleId,
      spec: { intervals: [{ every: '1 hour' }] },
      action: { type: 'startWorkflow', workflowType: 'another', taskQueue: 'elsewhere' },
      state: { paused: true, note: 'for a while' },
    })
    await scheduleSelfTest(client)
    await scheduleSelfTest(client)
    const { state, policies, action, spec } = await handle.describe()
    expect({ paused: state.paused, overlap: policies.overlap }).toEqual({ paused: true, overlap: 'SKIP' })
    expect(action).toMatchObject({ workflowType: greetSomeoneType, taskQueue: controlQueue })
    expect(spec.intervals).toMatchObject([{ every: 60_000 }])
    await eventually(list, ({ schedule }) => schedule.is === 'paused')
    await handle.unpause()
    await eventually(list, ({ schedule }) => schedule.is === 'running' && schedule.nextAt !== null)
    await handle.trigger()
    const { items } = await eventually(list, ({ items }) =>
      items.some(({ trigger, state }) => trigger === 'schedule' && state === 'passed'),
    )
    const scheduled = items.find(({ trigger }) => trigger === 'schedule')
    expect(scheduled?.sentence).toMatch(/^Temporal, worker and network work/)
    await handle.delete()
  })
})

test('without a worker it says that it waits for one', async () => {
  await api.stopWorker()
  const { id } = await run()
  const waiting = await until(id, ({ steps }) => steps[1]?.state === 'running')
  expect(waiting).toMatchObject({ state: 'running', sentence: 'It waits for a worker.' })
  await api.startWorker()
  expect(await until(id, ({ state }) => state !== 'running')).toMatchObject({ state: 'passed' })
})

test('a self-test that is terminated in Temporal has failed, and the next one is a new run', async () => {
  greetings.answers = false
  const { id } = await run()
  await until(id, ({ failedTries }) => failedTries > 0)
  await api.temporal.client.workflow.getHandle(selfTestId).terminate('no time')
  const ended = await until(id, ({ state }) => state === 'failed')
  expect(ended.sentence).toBe('It was ended in Temporal.')
  expect(stepsOf(ended)).toEqual({ ...allPassed, network: 'failed', back: 'skipped' })
  greetings.answers = true
  const next = await run()
  expect(next.id).not.toBe(id)
  await until(next.id, ({ state }) => state === 'passed')
})

test('the health report says where each part runs', async () => {
  const report = await eventually(
    async () => healthReport.parse(await (await callApi(apiPath('/api/health'))).json()),
    ({ workers, clocks }) =>
      workers.is === 'known' &&
      workers.items.some(({ state }) => state === 'running') &&
      clocks.some(({ of }) => of === 'Temporal'),
  )
  expect(report.temporal).toMatchObject({ is: 'up', address: api.temporal.address, namespace: 'default' })
  expect(report.store).toMatchObject({ is: 'up', latencyMs: expect.any(Number) })
  expect(JSON.stringify(report)).not.toContain('postgres://')
  const queues = report.queues.is === 'known' ? report.queues.items : []
  expect(queues.map(({ name }) => name)).toEqual([
    'data-routing',
    'waybill-control',
    'carrier.RouteA',
    'carrier.RouteB',
    'waybill-paused',
    'waybill-batches',
    'waybill-notifications',
  ])
  expect(report.intake).toMatchObject({ is: 'known', items: [{ upSince: expect.any(String) }] })
  expect(report.streams).toMatchObject({ viewers: 0, most: 1000 })
})

test('a request with an unknown parameter, a wrong method or a foreign origin is refused', async () => {
  expect((await callApi(`${apiPath('/api/self-tests')}?a=1`, { method: 'POST' })).status).toBe(400)
  expect((await callApi(apiPath('/api/self-tests'), { method: 'DELETE' })).status).toBe(405)
  const foreign = { method: 'POST', headers: { origin: 'https://elsewhere.example' } }
  expect((await callApi(apiPath('/api/self-tests'), foreign)).status).toBe(403)
})
