/** Sends one receipt once. */
import { readExcerpt } from '@/lib/carrier/excerpt'
import { describeFailure } from '@/lib/carrier/failure'
import { postSigned } from '@/lib/carrier/post-signed'
import { retryAfterMs } from '@/lib/carrier/retry-after'
import { type ReceiptResult, receiptAnswer } from '@/lib/contract/carrier'
import type { PendingReceipt } from './receipt'

export type PostResult =
  | { kind: 'answered'; status: number; askedMs: number; result: ReceiptResult | null }
  | { kind: 'unanswered'; reason: string }

/** Its `webhook-id` is the same however often it is sent. */
export async function postReceipt(
  receipt: PendingReceipt,
  secret: string,
  signal: AbortSignal,
): Promise<PostResult> {
  const { id, body, callbackUrl } = receipt
  const posted = postSigned({ url: callbackUrl, id, body, secret, userAgent: 'waybill-simulator' }, signal)
  try {
    const response = await posted
    // Reading the answer lets the connection be used again.
    const answer = await readExcerpt(response, [])
    const askedMs = retryAfterMs(response.headers.get('retry-after'), Date.now()) ?? 0
    return { kind: 'answered', status: response.status, askedMs, result: resultIn(answer) }
  } catch (error) {
    return { kind: 'unanswered', reason: describeFailure(error).reason }
  }
}

/** What became of it, should the answer say so. */
function resultIn(answer: string): ReceiptResult | null {
  try {
    return receiptAnswer.parse(JSON.parse(answer)).result
  } catch {
    return null
  }
}
