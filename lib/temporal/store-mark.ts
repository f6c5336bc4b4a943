/** The mark of the store as Temporal knows it: in the memo of one workflow, so that it is read without any worker. */
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

/** Null where Temporal knows of no store. */
export async function readMark(client: Pick<Client, 'workflow'>): Promise<StoreMark | null> {
  try {
    const described = await client.workflow.getHandle(storeMarkId).describe()
    return memo.parse(described.memo?.[storeMarkMemo])
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null
    throw error
  }
}

/** A mark of another store than Temporal knows, or a lower one, changes nothing. */
export async function tellMark(client: Pick<Client, 'workflow'>, mark: StoreMark): Promise<void> {
  await client.workflow.signalWithStart(storeMarkType, {
    ...startOf(mark),
    signal: storeMarkSignal,
    signalArgs: [mark],
  })
}

/** Whatever Temporal has known until now. */
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
