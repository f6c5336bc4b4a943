/** What was taken before of the same `webhook-id` and for the same attempt. */
import 'server-only'
import { attemptId } from '@/lib/contract/attempt-id'
import { settings } from '@/lib/server/env'
import type { CheckedReceipt } from './check'
import { receiptMemory } from './memory'
import { type RecordedReceipt, recordedReceipts } from './recorded'

export interface Earlier {
  /** The body that came with this `webhook-id`: the same, another one, or none. */
  body: 'same' | 'other' | 'none'
  /** What other receipts for the attempt said, and how many signals brought them. */
  delivered: readonly boolean[]
  signals: number
}

/** A `webhook-id` names a receipt of one provider. */
export function receiptKeyOf({ claims, webhookId }: CheckedReceipt): string {
  return JSON.stringify([claims.provider, webhookId])
}

/** Asks Temporal when this process cannot know. @throws ApiError TEMPORAL_UNREACHABLE */
export async function findEarlier(receipt: CheckedReceipt): Promise<Earlier> {
  const { claims, digest } = receipt
  const memory = receiptMemory()
  const known = memory.digestOf(receiptKeyOf(receipt))
  const attempt = memory.attempt(attemptId(claims))
  if (known !== null) return { ...attempt, body: known === digest ? 'same' : 'other' }
  const isSure = settings().webProcesses === 1 && memory.knowsAllSince(claims.sealedAt)
  if (isSure) return { ...attempt, body: 'none' }
  const recorded = fromHistory(receipt, await recordedReceipts(claims))
  // While a worker has the packet, its history does not show yet what was just signalled from here.
  return {
    ...recorded,
    delivered: [...new Set([...recorded.delivered, ...attempt.delivered])],
    signals: Math.max(recorded.signals, attempt.signals),
  }
}

function fromHistory(receipt: CheckedReceipt, recorded: readonly RecordedReceipt[]): Earlier {
  const { claims, webhookId } = receipt
  const own = recorded.filter(({ provider }) => provider === claims.provider)
  const first = own.findLast((each) => each.webhookId === webhookId)
  const delivered = own.filter(({ attempt }) => attempt === claims.attempt).map((each) => each.delivered)
  const attempt = { delivered, signals: delivered.length }
  if (first === undefined) return { ...attempt, body: 'none' }
  return { ...attempt, body: isSame(first, receipt) ? 'same' : 'other' }
}

/** Signals of earlier versions have no digest. */
function isSame(first: RecordedReceipt, { claims, message, digest }: CheckedReceipt): boolean {
  if (first.digest !== undefined) return first.digest === digest
  const { attempt, delivered, reason } = first
  return attempt === claims.attempt && delivered === message.delivered && reason === (message.reason ?? null)
}
