/** Takes a checked receipt: stores it, classifies it, and has the packet's workflow told of it. */
import 'server-only'
import { receiptExcerpt, withoutToken } from '@/lib/carrier/excerpt'
import { mostOfReason, mostOfReference, type ReceiptResult } from '@/lib/contract/carrier'
import { cut } from '@/lib/packet/text'
import { ApiError, isApiError } from '@/lib/server/api-error'
import { completeProbe } from '@/lib/server/directory/complete-probe'
import { processWide } from '@/lib/server/process-wide'
import { refuseWhileSetBack } from '@/lib/server/set-back'
import { callStore, store } from '@/lib/server/store'
import { Batcher } from '@/lib/store/batcher'
import { type NewReceipt, storeReceipts, type Taken } from '@/lib/store/receipts'
import type { CheckedReceipt } from './check'
import { tellReceipt } from './tell'

/** @throws ApiError RECEIPT_CONTRADICTS; STORE_UNREACHABLE or STORE_SET_BACK, on which the carrier retries */
export async function takeReceipt(receipt: CheckedReceipt): Promise<ReceiptResult> {
  const { claims, message } = receipt
  if (claims.probe !== undefined) return completeProbe(claims, claims.probe, message)
  refuseWhileSetBack()
  const taken = await inserts().add(newReceiptOf(receipt, Date.now()))
  if (taken.is === 'contradiction') throw contradiction()
  if (taken.tell !== null) tellReceipt(taken.tell)
  store().announce()
  return taken.is
}

const mostInGroup = 100

const inserts = processWide(
  'receipt-inserts',
  () =>
    new Batcher<NewReceipt, Taken>((arrived) => callStore((db) => storeReceipts(db, arrived), sendAgain), {
      most: mostInGroup,
      failsAll: isApiError,
    }),
)

const sendAgain = 'Send the same receipt again: it counts once.'
const mostOfWebhookId = 256

function newReceiptOf(
  { claims, message, webhookId, key, keyAge, digest }: CheckedReceipt,
  receivedAt: number,
): NewReceipt {
  const { packetId, attempt, provider, deadline } = claims
  const { token, delivered, reason, providerReference } = message
  const said = (text: string | undefined, most: number) =>
    text === undefined ? null : cut(withoutToken(text, token), most)
  return {
    provider,
    webhookId: webhookId.slice(0, mostOfWebhookId),
    packetId,
    attempt,
    delivered,
    reason: said(reason, mostOfReason),
    providerReference: said(providerReference, mostOfReference),
    digest,
    excerpt: receiptExcerpt(message),
    key,
    keyAge,
    receivedAt,
    deadline,
  }
}

function contradiction(): ApiError {
  const detail =
    'A receipt with this webhook-id and another body was taken before. Send a new receipt under a new webhook-id.'
  return new ApiError('RECEIPT_CONTRADICTS', detail)
}
