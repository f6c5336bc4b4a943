/** Sends one receipt once. */
import { type Limits, postSigned } from '@/lib/carrier/post'
import { retryAfterMs } from '@/lib/carrier/retry-after'
import { type ReceiptResult, receiptAnswer } from '@/lib/contract/carrier'
import { attemptWords } from '@/lib/packet/words'
import type { PendingReceipt } from './receipt'

export type PostResult =
  | { kind: 'answered'; status: number; askedMs: number; result: ReceiptResult | null }
  | { kind: 'unanswered'; reason: string }

/** Its `webhook-id` is the same however often it is sent. */
export async function postReceipt(
  receipt: PendingReceipt,
  secret: string,
  limits: Limits,
): Promise<PostResult> {
  const { id, body, callbackUrl } = receipt
  const sent = { url: callbackUrl, id, body, secret, userAgent: 'waybill-simulator' }
  const outcome = await postSigned(sent, limits)
  if (outcome.is === 'unanswered') return { kind: 'unanswered', reason: attemptWords(outcome.reason) }
  const { status, headers, text } = outcome
  const askedMs = retryAfterMs(headers['retry-after'] ?? null, Date.now()) ?? 0
  return { kind: 'answered', status, askedMs, result: resultIn(text) }
}

/** What became of it, should the answer say so. */
function resultIn(answer: string): ReceiptResult | null {
  try {
    return receiptAnswer.parse(JSON.parse(answer)).result
  } catch {
    return null
  }
}
