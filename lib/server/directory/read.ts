/** The provider directory as its workflow's memo tells it: readable without a worker, read at most once a second. */
import 'server-only'
import proto from '@temporalio/proto'
import { changesMemo, directoryMemo } from '@/lib/contract/directory'
import {
  changesMemoKey,
  directoryMemoKey,
  probeWorkflowId,
  providerDirectoryId,
} from '@/lib/contract/directory-messages'
import { runningProbe } from '@/lib/directory/breaker'
import type { LoggedChange } from '@/lib/directory/change'
import { type DirectoryState, untouched } from '@/lib/directory/state'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { describeWorkflow } from '@/lib/server/temporal/describe-workflow'
import { isOpen, memoEntry } from '@/lib/server/temporal/execution-info'

const maxAgeMs = 1000

export interface KnownDirectory {
  state: DirectoryState
  /** Newest first. */
  log: LoggedChange[]
  /** Its workflow is there to take changes. */
  open: boolean
  /** Providers whose probe was handed over and waits for its receipt. */
  sent: ReadonlySet<string>
}

export const sharedDirectory = processWide('directory', () => new SharedRead(readDirectory, maxAgeMs))

/** What is in force now; nothing changed by anybody while there is no directory. @throws ApiError TEMPORAL_UNREACHABLE */
export async function readDirectory(): Promise<KnownDirectory> {
  const described = await describeWorkflow({ workflowId: providerDirectoryId })
  if (described === null) return { state: untouched, log: [], open: false, sent: new Set() }
  const { info } = described
  const state = memoEntry(info, directoryMemoKey, directoryMemo) ?? untouched
  const log = memoEntry(info, changesMemoKey, changesMemo) ?? []
  return { state, log, open: isOpen(info), sent: await probesSent(state) }
}

async function probesSent(state: DirectoryState): Promise<ReadonlySet<string>> {
  const running = state.providers.flatMap((provider) => {
    const probe = runningProbe(provider)
    return probe === null ? [] : [{ name: provider.name, id: probeWorkflowId(provider.name, probe.number) }]
  })
  const sent = await Promise.all(running.map(async ({ name, id }) => ((await isTaken(id)) ? [name] : [])))
  return new Set(sent.flat())
}

const { PENDING_ACTIVITY_STATE_STARTED: taken } = proto.temporal.api.enums.v1.PendingActivityState

/** A worker has taken the hand-over; it needs milliseconds, and what follows is the wait for the receipt. */
async function isTaken(workflowId: string): Promise<boolean> {
  const described = await describeWorkflow({ workflowId })
  return described?.pendingActivities.some(({ state }) => state === taken) ?? false
}
