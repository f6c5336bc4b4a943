/** What an installation's directory goes through, for the recorded histories: changes, a breaker, its probe. */
import { setTimeout as pause } from 'node:timers/promises'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { directoryMemo } from '@/lib/contract/directory'
import {
  type BreakerTripped,
  breakerTrippedSignal,
  type ChangeSignal,
  changeSignal,
  directoryMemoKey,
  probeWorkflowId,
  providerDirectoryId,
  providerDirectoryType,
} from '@/lib/contract/directory-messages'
import { taskQueue } from '@/lib/contract/workflows'
import type { OperatorChange } from '@/lib/directory/change'
import { stateOf } from '@/lib/directory/state'
import { ScriptedCarrier } from './scripted-carrier'
import { createWorker } from './temporal'

const provider = 'RouteA'

const changes: OperatorChange[] = [
  { do: 'drain', provider },
  { do: 'resume', provider },
  { do: 'set-timeout', provider, receiptTimeoutMs: 5_000 },
  { do: 'reorder', order: ['RouteB', provider] },
  { do: 'pause' },
  { do: 'resume-sending', overMs: 1_000 },
  { do: 'set-routing', routing: 'quality' },
]

const tripped: BreakerTripped = {
  reason: '5 of the last 5 hand-overs failed',
  trip: { do: 'trip', provider, firstProbeMs: 100, receiptTimeoutMs: 5_000 },
}

/** Answers with the ids of the workflows that took part, by the names of their histories. */
export async function tellDirectoryStory(
  environment: TestWorkflowEnvironment,
): Promise<Record<string, string>> {
  const worker = await createWorker(
    environment,
    new ScriptedCarrier(environment, { providers: {} }).activities,
  )
  return worker.runUntil(async () => {
    for (const [index, what] of changes.entries()) {
      const signal: ChangeSignal = { id: String(index), who: 'Ada', reason: 'because', what }
      await environment.client.workflow.signalWithStart(providerDirectoryType, {
        workflowId: providerDirectoryId,
        taskQueue,
        signal: changeSignal,
        signalArgs: [signal],
      })
    }
    const directory = environment.client.workflow.getHandle(providerDirectoryId)
    await directory.signal(breakerTrippedSignal, tripped)
    for (;;) {
      const memo = directoryMemo.safeParse((await directory.describe()).memo?.[directoryMemoKey])
      const state = memo.success ? stateOf(memo.data, provider) : null
      if (state?.breaker?.is === 'closed' && state.probe) {
        const probe = probeWorkflowId(provider, state.probe.number)
        return { 'provider-directory': providerDirectoryId, 'probe-provider': probe }
      }
      await pause(20)
    }
  })
}
