import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { greetSomeoneType, taskQueue } from '@/lib/contract/workflows'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker, startTemporal } from '../test-support/temporal'

let environment: TestWorkflowEnvironment

beforeAll(async () => {
  environment = await startTemporal()
})

afterAll(async () => {
  await environment.teardown()
})

async function greeting(name: string): Promise<unknown> {
  const worker = await createWorker(
    environment,
    new ScriptedCarrier(environment, { providers: {} }).activities,
  )
  const options = { taskQueue, workflowId: `greeting-${name}`, args: [name] }
  return worker.runUntil(() => environment.client.workflow.execute(greetSomeoneType, options))
}

it('greets somebody', async () => {
  expect(await greeting('Ada')).toBe('¡Hola, Ada!')
})

it('refuses a missing name', async () => {
  await expect(greeting(' ')).rejects.toMatchObject({
    cause: { message: 'Give the name of somebody to greet.' },
  })
})
