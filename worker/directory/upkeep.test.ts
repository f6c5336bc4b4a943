import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { carrierQueue } from '@/lib/contract/workflows'
import { applyChange } from '@/lib/directory/apply-change'
import type { Change } from '@/lib/directory/change'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import { limitQueues } from '@/lib/temporal/queue-limits'
import { startTemporal } from '../test-support/temporal'
import { Upkeep } from './upkeep'

const providers = ['RouteA', 'RouteB']
const activityQueue = 2

let environment: TestWorkflowEnvironment
let state: DirectoryState
let stop: () => Promise<void>

beforeAll(async () => {
  environment = await startTemporal()
})

afterAll(() => environment.teardown())

beforeEach(() => {
  state = untouched
})

afterEach(() => stop())

const namespace = () => environment.namespace ?? 'default'

function begin(): void {
  const { client } = environment
  const directory = { current: async () => state }
  const log = { warn: () => undefined }
  const upkeep = new Upkeep({ directory, providers, client, namespace: namespace(), log })
  const running = upkeep.run()
  stop = async () => {
    upkeep.stop()
    await running
  }
}

function change(what: Change): void {
  state = applyChange(state, what, Date.now(), 'because')
}

/** The rate limit, in activities per second, of each provider's task queue in Temporal; null without a limit. */
async function limits(): Promise<(number | null)[]> {
  return Promise.all(
    providers.map(async (provider) => {
      const { config } = await environment.client.workflowService.describeTaskQueue({
        namespace: namespace(),
        taskQueue: { name: carrierQueue(provider) },
        taskQueueType: activityQueue,
        reportConfig: true,
      })
      return config?.queueRateLimit?.rateLimit?.requestsPerSecond ?? null
    }),
  )
}

const stopped = [0, 0]
const free = [null, null]
const become = (expected: (number | null)[]) => expect.poll(limits, { timeout: 10_000 }).toEqual(expected)

it('stops the queues of all providers when sending is paused, and releases them when it is resumed', async () => {
  begin()
  await become(free)
  change({ do: 'pause' })
  await become(stopped)
  change({ do: 'resume-sending', overMs: 3_600_000 })
  await become(free)
})

it('applies at its start what was changed while no worker ran', async () => {
  change({ do: 'pause' })
  begin()
  await become(stopped)
  await stop()
  change({ do: 'resume-sending', overMs: 0 })
  begin()
  await become(free)
})

it('does not stop the queue of a drained provider: packets already there still go out', async () => {
  await limitQueues(environment.client.connection, namespace(), providers, true)
  change({ do: 'drain', provider: 'RouteA' })
  begin()
  await become(free)
})
