/** The way to the directory's workflow, over the worker's own connection. */
import { randomUUID } from 'node:crypto'
import type { ConnectionLike } from '@temporalio/client'
import { defaultPayloadConverter, mapToPayloads, type Payload } from '@temporalio/common'
import { changesMemo, directoryMemo } from '@/lib/contract/directory'
import { memoOf } from '@/lib/contract/directory-memo'
import {
  type BreakerTripped,
  breakerTrippedSignal,
  type CarriedDirectory,
  changesMemoKey,
  directoryMemoKey,
  providerDirectoryId,
  providerDirectoryType,
} from '@/lib/contract/directory-messages'
import { taskQueue } from '@/lib/contract/workflows'
import type { LoggedChange } from '@/lib/directory/change'
import { type DirectoryState, untouched } from '@/lib/directory/state'

/** Look-ups do not wait that long for it, but later ones are glad of it. */
const readingMs = 5000
const signalingMs = 5000
const grpcNotFound = 5

export interface TemporalPlace {
  connection: Pick<ConnectionLike, 'workflowService' | 'withDeadline'>
  namespace: string
}

/** What the directory has in force; null while there is none. */
export async function readDirectory(place: TemporalPlace): Promise<DirectoryState | null> {
  return stateIn(await memoFields(place, readingMs))
}

/** The same with its last changes, also of a directory that somebody has ended: what a new run is to go on with. */
export async function readCarried(place: TemporalPlace): Promise<CarriedDirectory> {
  const fields = await memoFields(place, signalingMs)
  // Changes that cannot be read are no reason to keep a breaker from opening.
  const log = changesMemo.catch([]).parse(decoded(fields[changesMemoKey]) ?? [])
  return { state: stateIn(fields) ?? untouched, log }
}

/** Tells the directory that a breaker is to open; where none runs, it is started with what is known of it. */
export async function signalTrip(
  { connection, namespace }: TemporalPlace,
  tripped: BreakerTripped,
  state: DirectoryState,
  log: readonly LoggedChange[] = [],
): Promise<void> {
  const carried: CarriedDirectory = { state, log }
  await connection.withDeadline(Date.now() + signalingMs, () =>
    connection.workflowService.signalWithStartWorkflowExecution({
      namespace,
      workflowId: providerDirectoryId,
      workflowType: { name: providerDirectoryType },
      taskQueue: { name: taskQueue },
      input: { payloads: [defaultPayloadConverter.toPayload(carried)] },
      memo: { fields: mapToPayloads(defaultPayloadConverter, memoOf(carried)) },
      requestId: randomUUID(),
      signalName: breakerTrippedSignal,
      signalInput: { payloads: [defaultPayloadConverter.toPayload(tripped)] },
    }),
  )
}

type Fields = Record<string, Payload>

/** Empty while there is no directory. */
async function memoFields({ connection, namespace }: TemporalPlace, patienceMs: number): Promise<Fields> {
  const execution = { workflowId: providerDirectoryId }
  try {
    const { workflowExecutionInfo: info } = await connection.withDeadline(Date.now() + patienceMs, () =>
      connection.workflowService.describeWorkflowExecution({ namespace, execution }),
    )
    return info?.memo?.fields ?? {}
  } catch (error) {
    if (isNotFound(error)) return {}
    throw error
  }
}

function stateIn(fields: Fields): DirectoryState | null {
  const state = decoded(fields[directoryMemoKey])
  return state === undefined ? null : directoryMemo.parse(state)
}

function decoded(payload: Payload | undefined): unknown {
  return payload && defaultPayloadConverter.fromPayload(payload)
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === grpcNotFound
}
