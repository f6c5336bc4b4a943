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
  // Eager execution would give a workflow's activity directly to the worker on the same queue, bypassing the queue.
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

/** Begins an activity on the provider's queue. `isDone` tells whether it has finished. */
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

it('stops the queues of the given providers, and no other, until they are released', async () => {
  await limit(true)
  const held = await Promise.all(providers.map(begin))
  const other = await begin('RouteB')
  await other.result
  await pause(1_500)
  expect(held.map(({ isDone }) => isDone())).toEqual([false, false])
  await limit(false)
  await Promise.all(held.map(({ result }) => result))
})

it('can be repeated without effect', async () => {
  await limit(true)
  await limit(true)
  await limit(false)
  await limit(false)
  const { result } = await begin('RouteA')
  await result
})
