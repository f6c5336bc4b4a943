/** Keeps a genuine receipt that no packet takes: one tiny workflow each, found again by its attributes. */
import 'server-only'
import { createHash } from 'node:crypto'
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common'
import { receiptExcerpt, withoutToken } from '@/lib/carrier/excerpt'
import { type KeptReceiptRecord, keptReceiptRecord } from '@/lib/contract/kept-receipt'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import { toKeyword } from '@/lib/contract/search-attributes'
import { keptReceiptMemo, keptReceiptType } from '@/lib/contract/workflows'
import { cut } from '@/lib/packet/text'
import { ApiError } from '@/lib/server/api-error'
import { processWide } from '@/lib/server/process-wide'
import { describeWorkflow } from '@/lib/server/temporal/describe-workflow'
import { memoEntry } from '@/lib/server/temporal/execution-info'
import { startOnce } from '@/lib/server/temporal/start-once'
import { TokenBucket } from '@/lib/server/token-bucket'
import type { CheckedReceipt } from './check'
import { receiptUnknown } from './signal'

/** Each is a workflow that stays for the retention: a carrier gone wild must not fill the store with them. */
export const keptRate = { burst: 100, perSecond: 10 }

const buckets = processWide('kept-receipts-rate', () => new Map<string, TokenBucket>())

const keys = {
  reason: defineSearchAttributeKey('ReceiptReason', 'KEYWORD'),
  packet: defineSearchAttributeKey('ReceiptPacket', 'KEYWORD'),
  provider: defineSearchAttributeKey('CurrentRouteProvider', 'KEYWORD'),
}

/**
 * `kept` now, or the `same` or an`other` body was kept before with this `webhook-id`.
 * @throws ApiError RATE_LIMITED, TEMPORAL_UNREACHABLE
 */
export async function keepReceipt(
  receipt: CheckedReceipt,
  reason: KeptReason,
  receivedAt: number,
): Promise<'kept' | 'same' | 'other'> {
  requireRoom(receipt.claims.provider)
  const workflowId = idOf(receipt, reason)
  const record = recordOf(receipt, reason, receivedAt)
  const kept = {
    workflowId,
    memo: { [keptReceiptMemo]: record },
    typedSearchAttributes: new TypedSearchAttributes([
      { key: keys.reason, value: reason },
      { key: keys.packet, value: toKeyword(record.packetId) },
      { key: keys.provider, value: toKeyword(record.provider) },
    ]),
    staticSummary: `${record.provider}, attempt ${record.attempt} of ${record.packetId}`,
  }
  if ((await startOnce(keptReceiptType, kept, receiptUnknown.ifUnknown)) !== null) return 'kept'
  const first = await digestKeptAs(workflowId)
  return first === null || first === receipt.digest ? 'same' : 'other'
}

function requireRoom(provider: string): void {
  const known = buckets()
  const bucket = known.get(provider) ?? new TokenBucket(keptRate)
  known.set(provider, bucket)
  if (bucket.take()) return
  throw new ApiError('RATE_LIMITED', 'Too many receipts that no packet waits for. Send it again later.', {
    headers: { 'Retry-After': '10' },
  })
}

/** The same for the same receipt, however often and wherever it comes in. */
function idOf({ claims, webhookId, digest }: CheckedReceipt, reason: KeptReason): string {
  const named = [claims.provider, webhookId, ...(reason === 'CONTRADICTION' ? [digest] : [])]
  return `kept-${createHash('sha256').update(JSON.stringify(named)).digest('hex').slice(0, 32)}`
}

const most = { why: 160, reference: 100, webhookId: 256 }

function recordOf(receipt: CheckedReceipt, reason: KeptReason, receivedAt: number): KeptReceiptRecord {
  const { claims, message, webhookId, key, keyAge, digest } = receipt
  const said = (text: string | undefined, max: number) =>
    text === undefined ? null : cut(withoutToken(text, message.token), max)
  return {
    reason,
    provider: claims.provider,
    packetId: claims.packetId,
    runId: claims.runId,
    attempt: claims.attempt,
    delivered: message.delivered,
    why: said(message.reason, most.why),
    providerReference: said(message.providerReference, most.reference),
    webhookId: webhookId.slice(0, most.webhookId),
    digest,
    excerpt: receiptExcerpt(message),
    key,
    keyAge,
    receivedAt: new Date(receivedAt).toISOString(),
  }
}

async function digestKeptAs(workflowId: string): Promise<string | null> {
  const described = await describeWorkflow({ workflowId })
  return described && (memoEntry(described.info, keptReceiptMemo, keptReceiptRecord)?.digest ?? null)
}
