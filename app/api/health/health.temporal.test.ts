import { expect, test } from 'vitest'
import { type Liveness, liveness } from '@/lib/contract/health'
import type { Health } from '@/lib/contract/streams'
import { countWorkflows } from '@/lib/server/temporal/visibility'
import { EventReader } from '@/lib/server/test-support/event-reader'
import { apiUnderTest } from '../test-support/api-under-test'
import { eventually } from '../test-support/eventually'
import { callApi } from '../test-support/routes'

const api = apiUnderTest()

const ready = async () => (await callApi('/api/health/ready')).json()

test('readiness and views follow the workers', async () => {
  await eventually(ready, ({ status, workers }) => status === 'ready' && workers === 1)
  const view = new EventReader(await callApi('/api/events/packets'))
  await view.next<Health>('health', ({ workers }) => workers === 1)
  await api.stopWorker()
  const health = await view.next<Health>('health', ({ workers }) => workers === 0)
  expect(health).toMatchObject({ temporal: 'up', reasons: [expect.stringContaining('No worker is alive')] })
  await view.leave()
  await eventually(ready, ({ code }) => code === 'NOT_READY')
})

test('receipts could be taken since the process started', async () => {
  const ask = async (): Promise<Liveness> => liveness.parse(await (await callApi('/api/health/live')).json())
  const first = await ask()
  expect(Date.parse(first.intakeUpSince)).toBeLessThanOrEqual(Date.now())
  expect(await ask()).toEqual(first)
})

test('a read that takes too long is no outage of the intake', async () => {
  const before = liveness.parse(await (await callApi('/api/health/live')).json())
  await expect(countWorkflows("PacketStatus = 'ROUTING'", { limitMs: 0 })).rejects.toMatchObject({
    code: 'TEMPORAL_UNREACHABLE',
  })
  expect(await (await callApi('/api/health/live')).json()).toEqual(before)
})

test('a name is greeted, and missed when it is missing', async () => {
  const greet = (query: string) => callApi(`/api/greeting${query}`)
  expect(await (await greet('?name=Ana')).json()).toEqual({ greeting: '¡Hola, Ana!' })
  expect((await greet('')).status).toBe(400)
})
