import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WorkflowHandle } from '@temporalio/client'
import { expect, it } from 'vitest'
import { controlQueue, greetSomeoneType, taskQueue } from '@/lib/contract/workflows'
import { createGreet } from '../activities/greet'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { startSelfTest } from '../test-support/skipping-client'
import { createWorker, replayAgain } from '../test-support/temporal'
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

/**
 * Runs a self-test on the control queue; the greeting service answers with these statuses in turn, and repeats the
 * last.
 */
async function selfTest(statuses: readonly number[], name = 'Ada') {
  let asked = 0
  const service = createServer((_, response) => {
    const status = statuses[Math.min(asked++, statuses.length - 1)] ?? 500
    response.writeHead(status).end('{"greeting":"¡Hola!"}')
  })
  await new Promise<void>((ready) => service.listen(0, '127.0.0.1', ready))
  const { port } = service.address() as AddressInfo
  const { activities } = new ScriptedCarrier(server.environment, { providers: {} })
  const greet = createGreet({ greetingUrl: `http://127.0.0.1:${port}/greeting` })
  const worker = await createWorker(
    server.environment,
    { ...activities, greet },
    { taskQueue: controlQueue, providers: [] },
  )
  try {
    return await worker.runUntil(async () => {
      const handle = await startSelfTest(server.environment, name)
      const result: unknown = await handle.result().catch((error: unknown) => error)
      return { result, asked, handle }
    })
  } finally {
    await new Promise((done) => service.close(done))
  }
}

/** Seconds from the first question to the end, as Temporal counts them. */
async function lasted(handle: WorkflowHandle): Promise<number> {
  const { startTime, closeTime } = await handle.describe()
  return ((closeTime?.getTime() ?? 0) - startTime.getTime()) / 1000
}

it('greets somebody', async () => {
  expect(await greeting('Ada')).toBe('¡Hola, Ada!')
})

it('refuses a missing name', async () => {
  await expect(greeting(' ')).rejects.toMatchObject({
    cause: { message: 'Give a name to greet.' },
  })
})

it('asks again while the greeting service fails, and succeeds when it is back', async () => {
  const { result, asked, handle } = await selfTest([503, 503, 503, 200])
  expect({ result, asked }).toEqual({ result: '¡Hola!', asked: 4 })
  await replayAgain(handle)
})

it('gives up after ten minutes of failures, and reports the last one', async () => {
  const { result, asked, handle } = await selfTest([503])
  expect(result).toMatchObject({ cause: { cause: { message: 'The greeting service answered 503.' } } })
  // Retried after 1, 2, 4 and 8 s, then every 10 s.
  expect(asked).toBeGreaterThan(50)
  expect(await lasted(handle)).toBeGreaterThan(540)
  await replayAgain(handle)
})

it('does not ask again about a name that the greeting service refuses', async () => {
  const { result, asked } = await selfTest([400])
  expect(result).toMatchObject({ cause: { cause: { message: 'The greeting service answered 400.' } } })
  expect(asked).toBe(1)
})
