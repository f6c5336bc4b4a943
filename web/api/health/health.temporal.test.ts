import { expect, test } from 'vitest'
import { liveness } from '@/lib/contract/health'
import type { Health } from '@/lib/contract/streams'
import { EventReader } from '@/lib/server/test-support/event-reader'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { eventually } from '../test-support/eventually'

const api = apiUnderTest()

const ready = async () => (await callApi('/api/health/ready')).json()

test('readiness and views follow the workers', async () => {
  await eventually(ready, ({ status, workers }) => status === 'ready' && workers === 1)
  const view = new EventReader(await callApi('/api/events/packets'))
  await view.next<Health>('health', ({ workers }) => workers === 1)
  await api.stopWorker()
  const health = await view.next<Health>('health', ({ workers }) => workers === 0)
  expect(health).toMatchObject({
    store: 'up',
    temporal: 'up',
    reasons: [expect.stringContaining('No worker is alive')],
  })
  await view.leave()
  await eventually(ready, ({ code }) => code === 'NOT_READY')
})

test('a live process says so', async () => {
  expect(liveness.parse(await (await callApi('/api/health/live')).json())).toEqual({ status: 'live' })
})
