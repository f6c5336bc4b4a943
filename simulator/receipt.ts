/** A pending receipt. It contains all that is needed to send it, so that it can wait on disk. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { HandOverMessage, ReceiptMessage } from '@/lib/contract/carrier'
import type { PlannedReceipt } from './decision'

export const pendingReceipt = z.object({
  /** The `webhook-id`, the same at every try. */
  id: z.string(),
  provider: z.string(),
  /** The `webhook-id` of the hand-over for which it is sent. */
  handOver: z.string(),
  packetId: z.string(),
  attempt: z.int(),
  /** Counts the receipts of its hand-over from 1. */
  number: z.int().default(1),
  callbackUrl: z.url({ protocol: /^https?$/ }),
  /** Milliseconds since the epoch. */
  dueAt: z.number(),
  /** Contains the token: never log it. */
  body: z.string(),
  forged: z.boolean(),
})

export type PendingReceipt = z.infer<typeof pendingReceipt>

export function writeReceipt(
  planned: PlannedReceipt,
  provider: string,
  handOver: string,
  message: HandOverMessage,
): PendingReceipt {
  const { packetId, attempt, callbackUrl, token } = message
  const receipt: ReceiptMessage = {
    token,
    delivered: planned.delivered,
    ...(planned.reason !== null && { reason: planned.reason }),
    providerReference: `${provider}-${packetId}-${attempt}`,
  }
  const body = JSON.stringify(receipt)
  return {
    id: receiptId(provider, handOver, planned.number),
    provider,
    handOver,
    packetId,
    attempt,
    number: planned.number,
    callbackUrl,
    dueAt: planned.dueAt,
    body: planned.garbled ? body.slice(0, body.length / 2) : body,
    forged: planned.forged,
  }
}

/**
 * Deterministic, so that it is the same after a restart. Hashed with the provider, as hand-over ids of different
 * senders may collide.
 */
function receiptId(provider: string, handOver: string, number: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([provider, handOver, number]))
    .digest('hex')
  return `receipt-${digest.slice(0, 32)}`
}
