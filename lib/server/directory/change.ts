/** Changes go by signal, which Temporal keeps even while no worker is alive; the memo then says when they hold. */
import 'server-only'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { memoOf } from '@/lib/contract/directory-memo'
import {
  type CarriedDirectory,
  type ChangeSignal,
  changeSignal,
  providerDirectoryId,
  providerDirectoryType,
} from '@/lib/contract/directory-messages'
import { taskQueue } from '@/lib/contract/workflows'
import type { OperatorChange } from '@/lib/directory/change'
import { callTemporal } from '@/lib/server/temporal/call'
import type { Temporal } from '@/lib/server/temporal/connection'
import { type KnownDirectory, readDirectory, sharedDirectory } from './read'

const patienceMs = 3000

/** Why, and who says so. */
export interface Because {
  reason: string
  who?: string | undefined
}

/** True when it is in force; false when it is recorded and waits for a worker. @throws ApiError TEMPORAL_UNREACHABLE */
export async function changeDirectory(what: OperatorChange, { reason, who }: Because): Promise<boolean> {
  const signal: ChangeSignal = { id: randomUUID(), who: who ?? null, reason, what }
  await send(signal, await readDirectory())
  return waitUntilInForce(signal.id)
}

/** A directory that somebody ended in Temporal is started again with what it had in force. */
async function send(signal: ChangeSignal, known: KnownDirectory): Promise<void> {
  const { state, log, open } = known
  const carried: CarriedDirectory[] = open || state.changes === 0 ? [] : [{ state, log }]
  const [ended] = carried
  const sendIt = ({ client }: Temporal) =>
    client.workflow.signalWithStart(providerDirectoryType, {
      workflowId: providerDirectoryId,
      taskQueue,
      args: carried,
      ...(ended && { memo: memoOf(ended) }),
      signal: changeSignal,
      signalArgs: [signal],
    })
  await callTemporal(sendIt, { ifUnknown: 'Look at the changes on the Providers page before you try again.' })
}

/** The signal is safe already, so that an outage meanwhile only means that nobody knows yet. */
async function waitUntilInForce(id: string): Promise<boolean> {
  const until = Date.now() + patienceMs
  for (let delay = 20; Date.now() + delay < until; delay *= 1.5) {
    await pause(delay)
    const known = await readDirectory().catch(() => null)
    if (known === null) return false
    if (!known.log.some((change) => change.id === id)) continue
    sharedDirectory().replace(known)
    return true
  }
  return false
}
