/** Sends one receipt once. */
import { readExcerpt } from '@/lib/carrier/excerpt'
import { describeFailure } from '@/lib/carrier/failure'
import { retryAfterMs } from '@/lib/carrier/retry-after'
import { signMessage } from '@/lib/carrier/signature'
import { type ReceiptResult, receiptAnswer } from '@/lib/contract/carrier'
import type { PendingReceipt } from './receipt'

export type PostResult =
  | { kind: 'answered'; status: number; askedMs: number; result: ReceiptResult | null }
  | { kind: 'unanswered'; reason: string }

/** Signed anew each time, since an old timestamp would be refused; the id stays. */
export async function postReceipt(
  receipt: PendingReceipt,
  secret: string,
  signal: AbortSignal,
): Promise<PostResult> {
  const { id, body, callbackUrl } = receipt
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'waybill-simulator',
    ...signMessage({ id, at: new Date(), body, secret }),
  }
  try {
    const response = await fetch(callbackUrl, { method: 'POST', headers, body, signal, redirect: 'manual' })
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
