import { expect, it } from 'vitest'
import { greetSomeoneType, taskQueue } from '@/lib/contract/workflows'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker } from '../test-support/temporal'
import { temporalUnderTest } from '../test-support/temporal-under-test'

const server = temporalUnderTest()

async function greeting(name: string): Promise<unknown> {
  const worker = await createWorker(
    server.environment,
    new ScriptedCarrier(server.environment, { providers: {} }).activities,
  )
  const options = { taskQueue, workflowId: `greeting-${name}`, args: [name] }
  return worker.runUntil(() => server.environment.client.workflow.execute(greetSomeoneType, options))
}

it('greets somebody', async () => {
  expect(await greeting('Ada')).toBe('¡Hola, Ada!')
})

it('refuses a missing name', async () => {
  await expect(greeting(' ')).rejects.toMatchObject({
    cause: { message: 'Give the name of somebody to greet.' },
  })
})
