import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliverySeconds } from '@/lib/contract/workflow-metrics'
import { freePorts } from '@/scripts/stack/addresses'
import { observedActivities } from './interceptors/observed-activities'
import { createMetrics, freePort, libraryMetrics, serveMetrics } from './metrics'
import { ScriptedCarrier } from './test-support/scripted-carrier'
import { startSkipping } from './test-support/skipping-client'
import { createWorker, replayAgain, startTemporal } from './test-support/temporal'

let environment: TestWorkflowEnvironment
let url: string
const lines: string[] = []
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
const metrics = createMetrics(log)

beforeAll(async () => {
  const libraryPort = await freePort()
  const [port = 0] = await freePorts(1)
  environment = await startTemporal([], libraryMetrics(libraryPort))
  await serveMetrics(metrics, libraryPort, { METRICS_PORT: port, HOST: '127.0.0.1' })
  url = `http://127.0.0.1:${port}/metrics`
})

afterAll(() => environment.teardown())

async function scrape(): Promise<string> {
  return (await fetch(url)).text()
}

test('counts each delivery once, though its workflow is replayed', async () => {
  const carrier = new ScriptedCarrier(environment, {
    providers: { A: { do: 'refuse' }, B: { do: 'confirm' } },
  })
  const worker = await createWorker(environment, carrier.activities, {
    interceptors: { activity: [observedActivities(log, metrics)] },
    providers: carrier.providers,
  })
  await worker.runUntil(async () => {
    const { handle, result } = await startSkipping(environment, {
      source: '+017771110000',
      destination: '+016660002222',
      contents: 'SGVsbG8=',
    })
    await result()
    await replayAgain(handle)
    await expect.poll(scrape, { timeout: 10_000 }).toContain('waybill_workflow_seconds_count')
  })
  const text = await scrape()
  expect(text).toMatch(/^waybill_delivery_seconds_count\{attempts="2",.*status="DELIVERED".*\} 1$/m)
  expect(text).toContain(`# HELP ${deliverySeconds.name} ${deliverySeconds.help}`)
  expect(text).toMatch(/^waybill_workflows_started_total\{.*workflowType="dataRouting".*\} 1$/m)
  expect(text).toMatch(/^waybill_workflow_seconds_count\{.*outcome="completed".*\} 1$/m)
  expect(text).toMatch(/^waybill_workflow_messages_total\{kind="signal",name="receipts",.*\} 2$/m)
  expect(text).toMatch(/^waybill_activities_started_total\{activity="enter"\} 1$/m)
  expect(text).toMatch(/^waybill_activity_seconds_count\{activity="save",outcome="completed"\} \d+$/m)
  expect(text).toMatch(/^temporal_workflow_completed\{.*\} 1$/m)
  expect(text).toMatch(/^process_resident_memory_bytes \d/m)
})

test('logs one line for each activity, with its packet and never with contents', async () => {
  const told = lines.map((line): unknown => JSON.parse(line))
  expect(told).toContainEqual(expect.objectContaining({ activity: 'save', msg: 'activity completed' }))
  expect(lines.join()).not.toContain('SGVsbG8=')
})

test('serves nothing but the metrics', async () => {
  for (const path of ['/', '/metrics/more', '//'])
    expect((await fetch(`${new URL(url).origin}${path}`)).status).toBe(404)
  expect((await fetch(url, { method: 'POST' })).status).toBe(404)
})
