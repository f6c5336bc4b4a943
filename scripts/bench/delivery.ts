// Deliveries started by a bare Temporal client, exactly as the API would start them.
import { createHash, randomBytes } from 'node:crypto'
import type { Client, WorkflowHandle } from '@temporalio/client'
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
import { withinLimit } from '@/lib/contract/time-limit'
import {
  type DeliveryRequest,
  dataRoutingType,
  packetMemo,
  type RequestMemo,
  requestMemo,
  taskQueue,
  workflowIdOf,
} from '@/lib/contract/workflows'
import { base64Bytes, defaultMaxAttempts } from '@/lib/packet/bounds'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { packLedger } from '@/lib/packet/snapshot'

/** What every packet of a measurement says. */
export const message = { source: '+017771110000', destination: '+016660002222', text: 'Hello' }

const request: DeliveryRequest = {
  source: message.source,
  destination: message.destination,
  contents: Buffer.from(message.text).toString('base64'),
  contentType: 'text/plain; charset=utf-8',
}

const attributes = new TypedSearchAttributes([
  { key: defineSearchAttributeKey('PacketStatus', 'KEYWORD'), value: 'ROUTING' },
  { key: defineSearchAttributeKey('PacketSource', 'KEYWORD'), value: message.source },
  { key: defineSearchAttributeKey('PacketDestination', 'KEYWORD'), value: message.destination },
  { key: defineSearchAttributeKey('AttemptCount', 'INT'), value: 0 },
])

const LIMIT_MS = 90_000

type DeliveryWorkflow = (request: DeliveryRequest) => Promise<Packet>

function memoOf(id: string): Record<string, unknown> {
  const now = Date.now()
  const asked: RequestMemo = {
    fingerprint: createHash('sha256').update(id).digest('hex'),
    keyHash: null,
    contentBytes: base64Bytes(request.contents),
  }
  return { [packetMemo]: packLedger(openLedger(now, defaultMaxAttempts), now), [requestMemo]: asked }
}

export function startDelivery(
  client: Client,
  type: string = dataRoutingType,
): Promise<WorkflowHandle<DeliveryWorkflow>> {
  const id = `bench-${randomBytes(8).toString('hex')}`
  return client.workflow.start<DeliveryWorkflow>(type, {
    taskQueue,
    workflowId: workflowIdOf(id),
    args: [request],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    workflowIdConflictPolicy: 'FAIL',
    memo: memoOf(id),
    typedSearchAttributes: attributes,
    staticSummary: `${message.source} → ${message.destination}`,
  })
}

/** Resolves once it is delivered; anything else that becomes of it ends the measurement. */
export async function delivered(client: Client, workflowId: string): Promise<void> {
  const handle = client.workflow.getHandle<DeliveryWorkflow>(workflowId)
  const packet = await withinLimit(LIMIT_MS, undefined, (signal) =>
    client.connection.withAbortSignal(signal, () => handle.result()),
  )
  if (packet.status !== 'DELIVERED') throw new Error(`A packet was not delivered: ${packet.reason}`)
}

export async function deliver(client: Client): Promise<void> {
  const { workflowId } = await startDelivery(client)
  await delivered(client, workflowId)
}
