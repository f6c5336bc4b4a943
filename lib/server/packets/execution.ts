/** From what Temporal says of a workflow to the packet it delivers. */
import 'server-only'
import { defaultPayloadConverter } from '@temporalio/common'
import proto from '@temporalio/proto'
import { z } from 'zod'
import { fromKeyword, type SearchAttributeName } from '@/lib/contract/search-attributes'
import { packetSnapshot } from '@/lib/contract/snapshot'
import { dataRoutingType, packetIdOf, packetMemo } from '@/lib/contract/workflows'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import { abandonPending, end } from '@/lib/packet/ending'
import { type Ledger, openLedger } from '@/lib/packet/ledger'
import { hasEnded, type Packet, packetStatuses } from '@/lib/packet/packet'
import { unpackLedger } from '@/lib/packet/snapshot'
import { toPacket } from '@/lib/packet/view'
import { type ExecutionInfo, isOpen, memoEntry } from '@/lib/server/temporal/execution-info'
import { millis } from '@/lib/server/temporal/time'
import { stuckOf, type WorkflowTask } from './stuck'

const Status = proto.temporal.api.enums.v1.WorkflowExecutionStatus

/** The packet of a workflow; null when the workflow is no delivery. `task`: its next one, where that was asked for. */
export function packetOf(info: ExecutionInfo, task?: WorkflowTask | null): Packet | null {
  const packet = recordedPacket(info)
  const stuck = packet !== null && isOpen(info) ? stuckOf(info, task ?? null) : null
  return packet === null || stuck === null ? packet : { ...packet, stuck, flags: [...packet.flags, 'stuck'] }
}

/** What the workflow itself has told. */
function recordedPacket(info: ExecutionInfo): Packet | null {
  const workflowId = info.execution?.workflowId ?? ''
  const id = packetIdOf(workflowId)
  if (id === null || info.type?.name !== dataRoutingType) return null
  const createdAt = millis(info.startTime) ?? Date.now()
  const identity = {
    id,
    source: attribute(info, 'PacketSource'),
    destination: attribute(info, 'PacketDestination'),
    workflowId,
    runId: info.execution?.runId ?? '',
    createdAt,
    open: isOpen(info),
  }
  if (isUnreadable(info)) return { ...toPacket(filedLedger(info, createdAt), identity), reason: unreadable }
  return toPacket(ledgerOf(info, createdAt), identity)
}

/** A worker of another version wrote the memo, in the middle of a deployment perhaps. */
function isUnreadable(info: ExecutionInfo): boolean {
  return info.memo?.fields?.[packetMemo] !== undefined && memoEntry(info, packetMemo, packetSnapshot) === null
}

const unreadable =
  'This version of Waybill cannot read what is kept about this packet; its Temporal history has all of it.'

/** What the attributes alone tell. */
function filedLedger(info: ExecutionInfo, createdAt: number): Ledger {
  const status = z.enum(packetStatuses).catch('ROUTING').parse(attribute(info, 'PacketStatus'))
  const endedAt = hasEnded(status) ? (millis(info.closeTime) ?? createdAt) : null
  return { ...openLedger(createdAt, defaultMaxAttempts), status, endedAt }
}

/** What happened to the packet of a workflow, as its memo tells. */
export function ledgerOf(info: ExecutionInfo, createdAt: number): Ledger {
  const snapshot = memoEntry(info, packetMemo, packetSnapshot)
  // A workflow that another client started has no memo until its first task has run.
  const ledger = snapshot === null ? openLedger(createdAt, defaultMaxAttempts) : unpackLedger(snapshot)
  return isOpen(info) || hasEnded(ledger.status) ? ledger : closedAbnormally(ledger, info)
}

/** Whoever closed the workflow in Temporal left it no time to say so itself. */
function closedAbnormally(ledger: Ledger, info: ExecutionInfo): Ledger {
  const at = millis(info.closeTime) ?? ledger.updatedAt
  const how = closings[info.status ?? 0] ?? 'ended'
  const abandoned = abandonPending(ledger, at, { code: 'FAILED' })
  const ended = end(abandoned, 'FAILED', at, { code: 'WORKFLOW_CLOSED', how })
  return { ...ended, updatedAt: Math.max(ledger.updatedAt, at) }
}

const closings: Readonly<Record<number, 'terminated' | 'timedOut' | 'failed' | 'canceled'>> = {
  [Status.WORKFLOW_EXECUTION_STATUS_TERMINATED]: 'terminated',
  [Status.WORKFLOW_EXECUTION_STATUS_TIMED_OUT]: 'timedOut',
  [Status.WORKFLOW_EXECUTION_STATUS_FAILED]: 'failed',
  [Status.WORKFLOW_EXECUTION_STATUS_CANCELED]: 'canceled',
}

function attribute(info: ExecutionInfo, name: SearchAttributeName): string {
  const payload = info.searchAttributes?.indexedFields?.[name]
  const parsed = text.safeParse(payload ? defaultPayloadConverter.fromPayload(payload) : '')
  return parsed.success ? fromKeyword(parsed.data) : ''
}

/** Visibility gives a keyword as a text, the start of a workflow may hold it as a list of one. */
const text = z.union([z.string(), z.tuple([z.string()]).transform(([only]) => only)])
