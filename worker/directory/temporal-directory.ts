/** The way to the directory's workflow, over the worker's own connection. */
import type { ConnectionLike } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import { directoryMemo } from '@/lib/contract/directory'
import { directoryMemoKey, providerDirectoryId } from '@/lib/contract/directory-messages'
import type { DirectoryState } from '@/lib/directory/state'

/** A look-up waits for a reading, and has a second in all. */
const readingMs = 700
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

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === grpcNotFound
}
