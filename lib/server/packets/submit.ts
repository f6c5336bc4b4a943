/** Accepts a packet: one call to Temporal, and once that has answered the packet is safe. */
import 'server-only'
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
import { toKeyword } from '@/lib/contract/search-attributes'
import type { Submission } from '@/lib/contract/submission'
import {
  type DeliveryRequest,
  dataRoutingType,
  packetMemo,
  type RequestMemo,
  requestMemo,
  workflowIdOf,
} from '@/lib/contract/workflows'
import { base64Bytes, defaultMaxAttempts } from '@/lib/packet/bounds'
import { openLedger } from '@/lib/packet/ledger'
import type { Packet } from '@/lib/packet/packet'
import { packLedger } from '@/lib/packet/snapshot'
import { toPacket } from '@/lib/packet/view'
import { ApiError } from '@/lib/server/api-error'
import { startOnce } from '@/lib/server/temporal/start-once'
import { faultOfExpiry } from './expiry'
import { fingerprintOf, idFromKeyHash, keyHashOf, randomId } from './fingerprint'
import { claimKey } from './key-claim'
import { rememberStart } from './recent-starts'
import { repeated, repeatedIfKnown } from './repeat'

export interface Accepted {
  packet: Packet
  /** False when an earlier request with the same idempotency key had created it. */
  created: boolean
}

/** @throws ApiError INVALID_REQUEST, PACKET_EXISTS, IDEMPOTENCY_KEY_REUSED, TEMPORAL_UNREACHABLE */
export async function submitPacket(submission: Submission, idempotencyKey: string | null): Promise<Accepted> {
  const keyHash = idempotencyKey === null ? null : keyHashOf(idempotencyKey)
  const id = submission.id ?? (keyHash === null ? randomId() : idFromKeyHash(keyHash))
  const request = deliveryRequestOf(submission)
  const memo: RequestMemo = {
    fingerprint: fingerprintOf(submission),
    keyHash,
    contentBytes: base64Bytes(request.contents),
  }
  const fault = faultOfExpiry(submission.expiresAt, Date.now())
  if (fault !== null) return { packet: await repeatedInTime(id, memo, fault), created: false }
  const known = submission.id === undefined ? null : await claimed(id, memo)
  if (known !== null) return { packet: known, created: false }
  const packet = await start(id, request, memo)
  return packet === null ? { packet: await repeated(id, memo), created: false } : { packet, created: true }
}

/**
 * Makes sure that nobody else uses the key of a packet that has its own id. Not for an id that is taken: that is a
 * mistake, and the key may still be used once it is mended.
 */
async function claimed(id: string, { keyHash, ...memo }: RequestMemo): Promise<Packet | null> {
  if (keyHash === null) return null
  const known = await repeatedIfKnown(id, { keyHash, ...memo })
  if (known === null) await claimKey({ keyHash, ...memo }, id, sendAgain)
  return known
}

/** Whoever repeats a submission may learn what became of it, also after its expiry. */
async function repeatedInTime(id: string, memo: RequestMemo, fault: string): Promise<Packet> {
  const known = memo.keyHash === null ? null : await repeatedIfKnown(id, memo)
  if (known !== null) return known
  const errors = [{ path: 'expiresAt', message: fault }]
  throw new ApiError('INVALID_REQUEST', `expiresAt: ${fault}`, { errors })
}

function deliveryRequestOf({ text, contents, id: _, ...rest }: Submission): DeliveryRequest {
  if (text === undefined)
    return { ...rest, contents: contents ?? '', contentType: 'application/octet-stream' }
  const encoded = Buffer.from(text, 'utf8').toString('base64')
  return { ...rest, contents: encoded, contentType: 'text/plain; charset=utf-8' }
}

const keys = {
  status: defineSearchAttributeKey('PacketStatus', 'KEYWORD'),
  source: defineSearchAttributeKey('PacketSource', 'KEYWORD'),
  destination: defineSearchAttributeKey('PacketDestination', 'KEYWORD'),
  attempts: defineSearchAttributeKey('AttemptCount', 'INT'),
}

const sendAgain = 'Send the same again with the same Idempotency-Key: that never makes a second packet.'
const lookFirst =
  'Look for the packet before you send it again; with an Idempotency-Key it could safely be sent again.'

/** Null when the id is taken. */
async function start(id: string, request: DeliveryRequest, memo: RequestMemo): Promise<Packet | null> {
  const { source, destination, expiresAt } = request
  const now = Date.now()
  const ledger = openLedger(
    now,
    request.maxAttempts ?? defaultMaxAttempts,
    expiresAt ? Date.parse(expiresAt) : null,
  )
  const workflowId = workflowIdOf(id)
  const delivery = {
    workflowId,
    args: [request],
    memo: { [packetMemo]: packLedger(ledger, now), [requestMemo]: memo },
    typedSearchAttributes: new TypedSearchAttributes([
      { key: keys.status, value: ledger.status },
      { key: keys.source, value: toKeyword(source) },
      { key: keys.destination, value: toKeyword(destination) },
      { key: keys.attempts, value: 0 },
    ]),
    staticSummary: `${source} → ${destination}`,
  }
  const handle = await startOnce(dataRoutingType, delivery, memo.keyHash === null ? lookFirst : sendAgain)
  if (handle === null) return null
  const runId = handle.firstExecutionRunId
  const packet = toPacket(ledger, { id, source, destination, workflowId, runId, createdAt: now, open: true })
  rememberStart(packet)
  return packet
}
