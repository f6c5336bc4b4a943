/** The way to the directory's workflow, over the worker's own connection. */
import { randomUUID } from 'node:crypto'
import type { ConnectionLike } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import { directoryMemo } from '@/lib/contract/directory'
import {
  type BreakerTripped,
  breakerTrippedSignal,
  type CarriedDirectory,
  directoryMemoKey,
  providerDirectoryId,
  providerDirectoryType,
} from '@/lib/contract/directory-messages'
import { taskQueue } from '@/lib/contract/workflows'
import type { DirectoryState } from '@/lib/directory/state'

/** A look-up waits for a reading, and has a second in all. */
const readingMs = 700
const signalingMs = 5000
const grpcNotFound = 5

export interface TemporalPlace {
  connection: Pick<ConnectionLike, 'workflowService' | 'withDeadline'>
  namespace: string
}

/** What the directory has in force; null while there is none. */
export async function readDirectory({
  connection,
  namespace,
}: TemporalPlace): Promise<DirectoryState | null> {
  const execution = { workflowId: providerDirectoryId }
  try {
    const { workflowExecutionInfo: info } = await connection.withDeadline(Date.now() + readingMs, () =>
      connection.workflowService.describeWorkflowExecution({ namespace, execution }),
    )
    const payload = info?.memo?.fields?.[directoryMemoKey]
    return payload ? directoryMemo.parse(defaultPayloadConverter.fromPayload(payload)) : null
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

/** Tells the directory that a breaker is to open; where there is none, it is started with what is `known`. */
export async function signalTrip(
  { connection, namespace }: TemporalPlace,
  tripped: BreakerTripped,
  known: DirectoryState,
): Promise<void> {
  const carried: CarriedDirectory = { state: known, log: [] }
  await connection.withDeadline(Date.now() + signalingMs, () =>
    connection.workflowService.signalWithStartWorkflowExecution({
      namespace,
      workflowId: providerDirectoryId,
      workflowType: { name: providerDirectoryType },
      taskQueue: { name: taskQueue },
      input: { payloads: [defaultPayloadConverter.toPayload(carried)] },
      requestId: randomUUID(),
      signalName: breakerTrippedSignal,
      signalInput: { payloads: [defaultPayloadConverter.toPayload(tripped)] },
    }),
  )
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === grpcNotFound
}
