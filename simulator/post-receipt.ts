/** Sends one receipt once. */
import { readExcerpt } from '@/lib/carrier/excerpt'
import { describeFailure } from '@/lib/carrier/failure'
import { signMessage } from '@/lib/carrier/signature'
import { type ReceiptResult, receiptAnswer } from '@/lib/contract/carrier'
import type { PendingReceipt } from './receipt'

export type PostResult =
  | { kind: 'answered'; status: number; retryAfterMs: number; result: ReceiptResult | null }
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
    const retryAfterMs = retryAfter(response.headers.get('retry-after'))
    return { kind: 'answered', status: response.status, retryAfterMs, result: resultIn(answer) }
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

/** Only the form in seconds; the other is not worth a clock that may differ from ours. */
function retryAfter(value: string | null): number {
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : 0
}
