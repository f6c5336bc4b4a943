/** The mark of the store in Temporal. It is in the memo of one workflow, so that it can be read without a worker. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { z } from 'zod'
import {
  controlQueue,
  type StoreMark,
  storeMarkId,
  storeMarkMemo,
  storeMarkSignal,
  storeMarkType,
} from '@/lib/contract/workflows'

const memo = z.object({ id: z.string(), highWater: z.int() }) satisfies z.ZodType<StoreMark>

/** Null if Temporal knows no mark. */
export async function readMark(client: Pick<Client, 'workflow'>): Promise<StoreMark | null> {
  try {
    const described = await client.workflow.getHandle(storeMarkId).describe()
    return memo.parse(described.memo?.[storeMarkMemo])
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null
    throw error
  }
}

/** Has no effect if the mark belongs to another store than the one Temporal knows, or is lower. */
export async function tellMark(client: Pick<Client, 'workflow'>, mark: StoreMark): Promise<void> {
  await client.workflow.signalWithStart(storeMarkType, {
    ...startOf(mark),
    signal: storeMarkSignal,
    signalArgs: [mark],
  })
}

/** Replaces whatever mark Temporal has. */
export async function replaceMark(client: Pick<Client, 'workflow'>, mark: StoreMark): Promise<void> {
  await client.workflow.start(storeMarkType, {
    ...startOf(mark),
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
  })
}

function startOf(mark: StoreMark) {
  const staticSummary = 'remembers how far the store has come'
  return {
    workflowId: storeMarkId,
    taskQueue: controlQueue,
    args: [mark],
    memo: { [storeMarkMemo]: mark },
    staticSummary,
  }
}
