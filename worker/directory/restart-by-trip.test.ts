/** A directory that somebody ended in Temporal is started again by the next breaker that opens. */
import { randomUUID } from 'node:crypto'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import {
  type ChangeSignal,
  changeSignal,
  providerDirectoryId,
  providerDirectoryType,
} from '@/lib/contract/directory-messages'
import { taskQueue } from '@/lib/contract/workflows'
import { stateOf } from '@/lib/directory/state'
import type { ProviderAnswer } from '@/lib/packet/events'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker, startTemporal } from '../test-support/temporal'
import { connectDirectory } from './connect-directory'
import { readCarried, readDirectory, type TemporalPlace } from './temporal-directory'

let environment: TestWorkflowEnvironment
let place: TemporalPlace

beforeAll(async () => {
  environment = await startTemporal()
  place = { connection: environment.connection, namespace: environment.namespace ?? 'default' }
}, 30_000)

afterAll(() => environment.teardown())

const broken: ProviderAnswer = {
  kind: 'unreachable',
  status: 503,
  latencyMs: 3,
  reason: { code: 'ERROR_STATUS', status: 503 },
  mayHaveArrived: false,
}

const handle = () => environment.client.workflow.getHandle(providerDirectoryId)

async function withWorker(what: () => Promise<void>): Promise<void> {
  const { activities } = new ScriptedCarrier(environment, { providers: {} })
  const worker = await createWorker(environment, activities)
  await worker.runUntil(what)
}

async function pauseSending(): Promise<void> {
  const signal: ChangeSignal = { id: randomUUID(), who: null, reason: 'audit', what: { do: 'pause' } }
  await environment.client.workflow.signalWithStart(providerDirectoryType, {
    workflowId: providerDirectoryId,
    taskQueue,
    signal: changeSignal,
    signalArgs: [signal],
  })
  await expect.poll(async () => (await readDirectory(place))?.paused, { timeout: 10_000 }).toBeTruthy()
}

/** Enough failures at one worker, as its hand-overs tell them. */
async function openBreaker(): Promise<void> {
  const { breakers } = await connectDirectory(place, async () => [], 30_000, { warn: () => undefined })
  for (let failures = 0; failures < 5; failures++) breakers.note(configuredProvider('RouteA'), broken)
}

it('with what is in force, to be read before a worker has run it, and with the changes so far', async () => {
  await withWorker(pauseSending)
  await handle().terminate()

  await openBreaker()
  await expect.poll(async () => (await handle().describe()).status.name, { timeout: 10_000 }).toBe('RUNNING')
  const restarted = await readCarried(place)
  expect(restarted.state.paused).toMatchObject({ reason: 'audit' })
  expect(restarted.log.map(({ reason }) => reason)).toEqual(['audit'])

  await withWorker(async () => {
    const breaker = async () => {
      const state = await readDirectory(place)
      return state && stateOf(state, 'RouteA').breaker?.is
    }
    await expect.poll(breaker, { timeout: 10_000 }).toBe('open')
  })
  const { state, log } = await readCarried(place)
  expect(state.paused).toMatchObject({ reason: 'audit' })
  expect(log.map(({ what }) => what.do)).toEqual(['trip', 'pause'])
})
