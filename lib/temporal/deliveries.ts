/** Names, starts, signals and finds the workflows that deliver the store's packets. */
import { createHash, randomUUID } from 'node:crypto'
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import {
  type ActOrder,
  type ActRefusal,
  type Assignment,
  actUpdate,
  bulkActionType,
  type CancelSignal,
  cancelSignal,
  carryBatchType,
  dataRoutingType,
  type HandedOver,
  handedOverSignal,
  type ReceiptSignal,
  receiptsSignal,
  type Share,
  taskQueue,
} from '@/lib/contract/workflows'
import { grpc, grpcCodeOf } from './grpc'

/** A workflow id for packets that came together or were taken from another workflow. */
export function newGroupId(): string {
  return `packets-${randomUUID()}`
}

/** Packets for one workflow, with their priority among packets that wait for workers. */
export interface DeliveryGroup {
  owner: string
  shares: Share[]
  priority: number
  /** Null if several senders share the group. */
  fairnessKey: string | null
}

/** Returns false if a workflow of this id exists already, running or closed. */
export async function startDelivery(
  client: Pick<Client, 'workflow'>,
  { owner, shares, priority, fairnessKey }: DeliveryGroup,
): Promise<boolean> {
  const assignment: Assignment = { packets: shares }
  try {
    await client.workflow.start(dataRoutingType, {
      workflowId: owner,
      taskQueue,
      priority: {
        priorityKey: priority,
        ...(fairnessKey !== null && { fairnessKey: shortKey(fairnessKey) }),
      },
      args: [assignment],
      staticSummary: summaryOf(assignment),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
    })
    return true
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false
    throw error
  }
}

/** Temporal limits a fairness key to 64 bytes. */
const mostOfKey = 64

function shortKey(key: string): string {
  if (Buffer.byteLength(key) <= mostOfKey) return key
  return createHash('sha256').update(key).digest('hex')
}

/** The summary that Temporal's own pages show. */
function summaryOf({ packets }: Assignment): string {
  const [first] = packets
  return packets.length === 1 && first !== undefined ? `packet ${first.id}` : `${packets.length} packets`
}

/** Returns false if the workflow has closed or has not started. */
export function signalReceipts(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  receipts: readonly ReceiptSignal[],
): Promise<boolean> {
  return signal(client, workflowId, receiptsSignal, receipts)
}

/** Returns false if the workflow has closed or has not started. */
export function signalCancel(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  cancel: CancelSignal,
): Promise<boolean> {
  return signal(client, workflowId, cancelSignal, cancel)
}

export type Acting =
  | { is: 'done' }
  /** The reason is a sentence. */
  | { is: 'refused'; why: string }
  /** The workflow does not have the packet yet, or no longer. Nothing was changed. */
  | { is: 'gone' }
  /** No answer came in time; the action may still take effect. */
  | { is: 'unknown' }
  /**
   * Temporal lost the update, for example because a signal came as the workflow ended. The action may have taken
   * effect, and may be asked for again.
   */
  | { is: 'lost' }

/**
 * Resolves once the action is in effect and stored.
 *
 * @param id stays the same when the action is asked for again, so that it is done once
 */
export async function actOnPacket(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  { id, order }: { id: string; order: ActOrder },
): Promise<Acting> {
  try {
    const handle = client.workflow.getHandle(workflowId)
    await handle.executeUpdate<void, [ActOrder]>(actUpdate, { args: [order], updateId: id })
    return { is: 'done' }
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { is: 'gone' }
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { is: 'unknown' }
    if (error instanceof WorkflowUpdateFailedError) return refusalIn(error.cause)
    if (grpcCodeOf(error) === grpc.FAILED_PRECONDITION) return { is: 'lost' }
    throw error
  }
}

function refusalIn(cause: Error | undefined): Acting {
  if (!(cause instanceof ApplicationFailure)) return { is: 'unknown' }
  if (cause.type === ('NOT_HERE' satisfies ActRefusal)) return { is: 'gone' }
  return cause.type === ('NOT_APPLICABLE' satisfies ActRefusal)
    ? { is: 'refused', why: cause.message }
    : { is: 'unknown' }
}

/** Signals by workflow id without a run id, so that the signal also arrives after a reset. */
async function signal(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  name: string,
  told: unknown,
): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal(name, told)
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}

/** Tells the workflow whose activity hands over. If it has closed, it needs no answers. */
export async function signalHandedOver(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  answers: readonly HandedOver[],
): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(handedOverSignal, answers)
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error
  }
}

/** A query of Temporal's visibility. */
export const isDelivery = `WorkflowType = '${dataRoutingType}'`

/** Deliveries, batches and bulk actions whose workflow closed before they were over. */
export const isBroken = `WorkflowType IN ('${dataRoutingType}', '${carryBatchType}', '${bulkActionType}') AND ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled')`

/** The distinct ids of workflows that a query finds, at most so many. */
export async function findWorkflows(
  { workflow }: Pick<Client, 'workflow'>,
  query: string,
  most = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const found = new Set<string>()
  for await (const { workflowId } of workflow.list({ query })) {
    found.add(workflowId)
    if (found.size >= most) break
  }
  return [...found]
}

/** Workflows whose tasks fail repeatedly, so that no worker can go on with their packets. */
export const isStuckDelivery = `${isDelivery} AND ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL`
