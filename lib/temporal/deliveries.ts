/** The workflows that deliver packets of the store, as seen from outside: named, started, told of receipts, found. */
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

/** For the workflow of packets that came together, or that were taken from another workflow. */
export function newGroupId(): string {
  return `packets-${randomUUID()}`
}

/** Packets that go to one workflow, and their place among others that wait for workers. */
export interface DeliveryGroup {
  owner: string
  shares: Share[]
  priority: number
  /** Null where several senders share it. */
  fairnessKey: string | null
}

/** False when a workflow has this name already, under way or ended. */
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

/** Temporal takes 64 bytes. */
const mostOfKey = 64

function shortKey(key: string): string {
  if (Buffer.byteLength(key) <= mostOfKey) return key
  return createHash('sha256').update(key).digest('hex')
}

/** What Temporal's own pages show of it. */
function summaryOf({ packets }: Assignment): string {
  const [first] = packets
  return packets.length === 1 && first !== undefined ? `packet ${first.id}` : `${packets.length} packets`
}

/** False when the workflow has closed, or has not begun. */
export function signalReceipts(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  receipts: readonly ReceiptSignal[],
): Promise<boolean> {
  return signal(client, workflowId, receiptsSignal, receipts)
}

/** False when the workflow has closed, or has not begun. */
export function signalCancel(
  client: Pick<Client, 'workflow'>,
  workflowId: string,
  cancel: CancelSignal,
): Promise<boolean> {
  return signal(client, workflowId, cancelSignal, cancel)
}

export type Acting =
  | { is: 'done' }
  /** In a sentence. */
  | { is: 'refused'; why: string }
  /** The workflow does not have the packet, not yet or not any more. Nothing was changed. */
  | { is: 'gone' }
  /** No answer came in time; it may still take effect. */
  | { is: 'unknown' }
  /** Its task was lost, as to a signal that came as the workflow ended. It may be in effect, and may be asked for again. */
  | { is: 'lost' }

/** Resolves once it is in effect and stored. @param id the same where it is asked for again, which does it once */
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

/** By the workflow's name alone, so that it is heard after a reset as well. */
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

/** For the workflow whose activity hands over; one that has closed needs no answers. */
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

/** In the words of Temporal's visibility. */
export const isDelivery = `WorkflowType = '${dataRoutingType}'`

/** Deliveries, batches and bulk actions whose workflow is gone before they are over. */
export const isBroken = `WorkflowType IN ('${dataRoutingType}', '${carryBatchType}', '${bulkActionType}') AND ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled')`

/** The ids of workflows that a query finds, each once; at most so many. */
export async function findWorkflows(
  { workflow }: Pick<Client, 'workflow'>,
  query: string,
  most: number,
): Promise<string[]> {
  const found = new Set<string>()
  for await (const { workflowId } of workflow.list({ query })) {
    found.add(workflowId)
    if (found.size >= most) break
  }
  return [...found]
}

/** Its tasks fail again and again: no worker can go on with its packets. */
export const isStuckDelivery = `${isDelivery} AND ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL`
