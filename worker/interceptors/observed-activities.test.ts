import { CompleteAsyncError } from '@temporalio/activity'
import { CancelledFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createMetrics } from '../metrics'
import { observedActivities } from './observed-activities'

async function observed(activity: () => Promise<unknown>, attempt = 1) {
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const metrics = createMetrics(log)
  const environment = new MockActivityEnvironment(
    { activityType: 'handOver', attempt },
    { interceptors: [observedActivities(log, metrics)], logger: new DefaultLogger('ERROR', () => undefined) },
  )
  const orders = [{ packetId: 'a', attempt: 2, contents: 'SGVsbG8=' }]
  await environment.run(activity, { provider: 'A', orders }).catch(() => undefined)
  return { line: lines.join(''), text: await metrics.registry.metrics() }
}

test.each([
  ['completed', async () => 'done', 'activity completed'],
  ['failed', () => Promise.reject(new Error('no way')), 'activity failed'],
  ['canceled', () => Promise.reject(new CancelledFailure('not wanted')), 'activity failed'],
  ['left', () => Promise.reject(new CompleteAsyncError()), 'activity left'],
])('counts an activity that is %s, and logs it in one line', async (outcome, activity, told) => {
  const { line, text } = await observed(activity)
  expect(text).toContain(`waybill_activity_seconds_count{activity="handOver",outcome="${outcome}"} 1`)
  expect(text).toContain('waybill_activities_started_total{activity="handOver"} 1')
  expect(text).not.toContain('waybill_activities_retried_total{')
  expect(JSON.parse(line)).toMatchObject({ activity: 'handOver', try: 1, packetId: 'a', attempt: 2 })
  expect(line).toContain(told)
  expect(line).not.toContain('SGVsbG8=')
})

test('counts a later try as a retry', async () => {
  const { text } = await observed(async () => undefined, 3)
  expect(text).toContain('waybill_activities_retried_total{activity="handOver"} 1')
})
