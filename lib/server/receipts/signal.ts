/** Hands a receipt to its packet: by signal, so that it is safe without any worker. */
import 'server-only'
import { createHash } from 'node:crypto'
import { defaultPayloadConverter } from '@temporalio/common'
import { receiptExcerpt, withoutToken } from '@/lib/carrier/excerpt'
import { mostOfReason, mostOfReference } from '@/lib/contract/carrier'
import { type ReceiptSignal, receiptSignal, workflowIdOf } from '@/lib/contract/workflows'
import { cut } from '@/lib/packet/text'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound, isSignalLimit } from '@/lib/server/temporal/errors'
import type { CheckedReceipt } from './check'

/** A receipt may be sent again and again: what it says is taken once. */
export const receiptUnknown = { ifUnknown: 'Send the same receipt again: it counts once.' }

/**
 * `closed`: its workflow listens no more. `limit`: it was sent as many signals as it takes. `count` tells a repeated receipt from one whose signal may have been
 * taken although its answer was lost: of those with the same count Temporal takes one.
 */
export async function signalReceipt(
  receipt: CheckedReceipt,
  receivedAt: number,
  count: number,
): Promise<'taken' | 'closed' | 'limit'> {
  const { claims, webhookId, digest } = receipt
  const named = JSON.stringify([claims, webhookId, digest, count])
  try {
    const signal = {
      workflowExecution: { workflowId: workflowIdOf(claims.packetId), runId: claims.runId },
      signalName: receiptSignal,
      input: { payloads: [defaultPayloadConverter.toPayload(payloadOf(receipt, receivedAt))] },
      identity: 'waybill-web',
      requestId: createHash('sha256').update(named).digest('hex').slice(0, 32),
    }
    await callTemporal(
      ({ service, namespace }) => service.signalWorkflowExecution({ namespace, ...signal }),
      receiptUnknown,
    )
    return 'taken'
  } catch (error) {
    if (isNotFound(error)) return 'closed'
    if (isSignalLimit(error)) return 'limit'
    throw error
  }
}

function payloadOf(receipt: CheckedReceipt, receivedAt: number): ReceiptSignal {
  const { claims, message, webhookId, key, keyAge, digest } = receipt
  const { token, delivered, reason, providerReference } = message
  const said = (text: string | undefined, most: number) =>
    text === undefined ? null : cut(withoutToken(text, token), most)
  return {
    attempt: claims.attempt,
    provider: claims.provider,
    delivered,
    reason: said(reason, mostOfReason),
    providerReference: said(providerReference, mostOfReference),
    webhookId,
    receivedAt,
    key,
    keyAge,
    digest,
    excerpt: receiptExcerpt(message),
  }
}
