import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { carrierQueue, greetSomeoneType } from '@/lib/contract/workflows'
import { ScriptedCarrier } from '@/worker/test-support/scripted-carrier'
import { createWorker, startTemporal, type TestWorker } from '@/worker/test-support/temporal'
import { limitQueues } from './queue-limits'

const providers = ['RouteA', 'αβγ Telecom (backup) №2']

let environment: TestWorkflowEnvironment
let workers: TestWorker[]
let done: Promise<void>[]

beforeAll(async () => {
  // Or the activity of a workflow on the same queue would be given to its worker without going through the queue.
  environment = await startTemporal(['system.enableActivityEagerExecution=false'])
  const { activities } = new ScriptedCarrier(environment, { providers: {} })
  workers = await Promise.all(
    [...providers, 'RouteB'].map((name) =>
      createWorker(environment, activities, { taskQueue: carrierQueue(name), providers: [] }),
    ),
  )
  done = workers.map((worker) => worker.run())
})

afterAll(async () => {
  for (const worker of workers) worker.shutdown()
  await Promise.all(done)
  await environment.teardown()
})

/** Begins an activity on the provider's queue; tells whether it is done. */
async function begin(provider: string): Promise<{ isDone: () => boolean; result: Promise<unknown> }> {
  const handle = await environment.client.workflow.start(greetSomeoneType, {
    taskQueue: carrierQueue(provider),
    workflowId: randomUUID(),
    args: ['Ada'],
  })
  let isDone = false
  const result = handle.result().then(() => {
    isDone = true
  })
  return { isDone: () => isDone, result }
}

const limit = (isPaused: boolean) =>
  limitQueues(environment.client.connection, environment.namespace ?? 'default', providers, isPaused)

it('stops the queues of the providers that it is told, and no other, until they are released', async () => {
  await limit(true)
  const held = await Promise.all(providers.map(begin))
  const other = await begin('RouteB')
  await other.result
  await pause(1_500)
  expect(held.map(({ isDone }) => isDone())).toEqual([false, false])
  await limit(false)
  await Promise.all(held.map(({ result }) => result))
})

it('does no harm where it was done before', async () => {
  await limit(true)
  await limit(true)
  await limit(false)
  await limit(false)
  const { result } = await begin('RouteA')
  await result
})
