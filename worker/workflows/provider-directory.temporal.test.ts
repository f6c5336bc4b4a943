import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changesMemo, directoryMemo } from '@/lib/contract/directory'
import {
  type ChangeSignal,
  changeSignal,
  changesMemoKey,
  directoryMemoKey,
  providerDirectoryId,
  providerDirectoryType,
} from '@/lib/contract/directory-messages'
import { taskQueue } from '@/lib/contract/workflows'
import type { OperatorChange } from '@/lib/directory/change'
import { type DirectoryState, stateOf } from '@/lib/directory/state'
import { LiveDirectory } from '../directory/live-directory'
import { readDirectory } from '../directory/temporal-directory'
import { ScriptedCarrier } from '../test-support/scripted-carrier'
import { createWorker, startTemporal, type TestWorker } from '../test-support/temporal'

let environment: TestWorkflowEnvironment
let worker: TestWorker
let done: Promise<void>

beforeAll(async () => {
  // Long histories are cut much earlier than usual, so that a test sees it.
  environment = await startTemporal(['limit.historyCount.suggestContinueAsNew=100'])
  worker = await createWorker(environment, new ScriptedCarrier(environment, { providers: {} }).activities)
  done = worker.run()
}, 30_000)

afterAll(async () => {
  worker.shutdown()
  await done
  await environment.teardown()
})

const handle = () => environment.client.workflow.getHandle(providerDirectoryId)

/** Resolves as soon as the change is in the memo. */
async function change(what: OperatorChange): Promise<DirectoryState> {
  const signal: ChangeSignal = { id: randomUUID(), who: null, reason: 'because', what }
  await environment.client.workflow.signalWithStart(providerDirectoryType, {
    workflowId: providerDirectoryId,
    taskQueue,
    signal: changeSignal,
    signalArgs: [signal],
  })
  for (;;) {
    const { memo } = await handle().describe()
    const log = changesMemo.catch([]).parse(memo?.[changesMemoKey])
    if (log.some(({ id }) => id === signal.id)) return directoryMemo.parse(memo?.[directoryMemoKey])
    await pause(10)
  }
}

describe('the directory', () => {
  it('takes changes one after the other, and can be read without a worker', async () => {
    await change({ do: 'drain', provider: 'RouteA' })
    const state = await change({ do: 'set-timeout', provider: 'RouteA', receiptTimeoutMs: 3_000 })
    expect(stateOf(state, 'RouteA')).toMatchObject({
      drained: { reason: 'because' },
      receiptTimeoutMs: 3_000,
    })
  })

  it('takes no notice of what makes no sense', async () => {
    const before = await change({ do: 'pause' })
    for (const nonsense of [null, {}, { id: 'x', who: null, reason: 'r', what: { do: 'drain' } }]) {
      await handle().signal(changeSignal, nonsense)
    }
    const after = await change({ do: 'resume-sending', overMs: 0 })
    expect(after.changes).toBe(before.changes + 1)
  })

  it('goes on as a new run when its history grows long, and forgets nothing', async () => {
    const { runId } = await handle().describe()
    await change({ do: 'drain', provider: 'RouteC' })
    for (let index = 0; index < 40; index++) {
      await change({ do: 'set-timeout', provider: 'RouteA', receiptTimeoutMs: 2_000 + index })
    }
    const { runId: later, memo } = await handle().describe()
    expect(later).not.toBe(runId)
    const state = directoryMemo.parse(memo?.[directoryMemoKey])
    expect(stateOf(state, 'RouteC').drained).toMatchObject({ reason: 'because' })
    expect(stateOf(state, 'RouteA').receiptTimeoutMs).toBe(2_039)
    expect(changesMemo.parse(memo?.[changesMemoKey]).some(({ what }) => what.do === 'drain')).toBe(true)
  })

  it('is in force for every choice that any worker makes two seconds later', async () => {
    const place = { connection: environment.connection, namespace: environment.namespace ?? 'default' }
    const failures: unknown[] = []
    const workers = ['busy', 'idle'].map(
      () =>
        new LiveDirectory(
          () => readDirectory(place),
          (error) => failures.push(error),
        ),
    )
    const [busy, idle] = workers
    await Promise.all(workers.map((each) => each.current()))
    for (const drained of [true, false, true]) {
      await change({ do: drained ? 'drain' : 'resume', provider: 'RouteB' })
      const inForceFrom = Date.now() + 2_000
      // One worker makes choices all the time, the other makes its next one two seconds later.
      while (Date.now() < inForceFrom) {
        await busy?.current()
        await pause(5)
      }
      for (const each of [busy, idle]) {
        const state = await each?.current()
        expect(state && stateOf(state, 'RouteB').drained !== null).toBe(drained)
      }
    }
    expect(failures).toEqual([])
  })
})
