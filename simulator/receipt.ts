/** A receipt on its way, complete in itself so that it can wait on disk. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { HandOverMessage, ReceiptMessage } from '@/lib/contract/carrier'
import type { PlannedReceipt } from './decision'

export const pendingReceipt = z.object({
  /** Its `webhook-id`, however often it is sent. */
  id: z.string(),
  provider: z.string(),
  /** The `webhook-id` of the hand-over that it answers. */
  handOver: z.string(),
  packetId: z.string(),
  attempt: z.int(),
  /** Counts the receipts of its hand-over from 1. */
  number: z.int().default(1),
  callbackUrl: z.url({ protocol: /^https?$/ }),
  /** Milliseconds since the epoch. */
  dueAt: z.number(),
  /** Holds the token: never logged. */
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

/** The same for the same receipt of the same hand-over, also after a restart; hand-over ids are another's and may repeat. */
function receiptId(provider: string, handOver: string, number: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([provider, handOver, number]))
    .digest('hex')
  return `receipt-${digest.slice(0, 32)}`
}
