/** Deliveries whose workflow has closed, latest first, in pages from visibility. */
import 'server-only'
import proto from '@temporalio/proto'
import type { Ledger } from '@/lib/packet/ledger'
import { ledgerOf } from '@/lib/server/packets/execution'
import { closedSince } from '@/lib/server/packets/search'
import type { ExecutionInfo } from '@/lib/server/temporal/execution-info'
import { millis } from '@/lib/server/temporal/time'
import { listWorkflows } from '@/lib/server/temporal/visibility'

/** A page is decoded in one go, during which nothing else is served. */
const pageSize = 200

const { WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW: goesOn } =
  proto.temporal.api.enums.v1.WorkflowExecutionStatus

export interface ClosedPacket {
  readonly runId: string
  /** Milliseconds since the epoch. */
  readonly closedAt: number
  /** Read from the memo only when asked for: a packet may be known already. */
  readonly ledger: () => Ledger
}

export interface ClosedPage {
  readonly packets: ClosedPacket[]
  /** Where the next, older page begins; null at the end. */
  readonly next: Uint8Array | null
}

/** @param since closed at or after; milliseconds since the epoch. @throws ApiError TEMPORAL_UNREACHABLE */
export async function readClosedPage(since: number, pageToken: Uint8Array | null): Promise<ClosedPage> {
  const query = closedSince(new Date(since).toISOString())
  const { executions, next } = await listWorkflows(query, pageSize, pageToken)
  return { packets: executions.flatMap(closedPacket), next }
}

function closedPacket(info: ExecutionInfo): ClosedPacket[] {
  const closedAt = millis(info.closeTime)
  const runId = info.execution?.runId
  if (closedAt === null || !runId || info.status === goesOn) return []
  return [{ runId, closedAt, ledger: () => ledgerOf(info, millis(info.startTime) ?? closedAt) }]
}
