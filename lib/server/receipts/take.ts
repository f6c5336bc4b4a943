/** Takes a checked receipt: a signal, so that it is safe without any worker; then says what it was. */
import 'server-only'
import { attemptId, type ReceiptAnswer, type TokenClaims } from '@/lib/contract/carrier'
import { type ReceiptSignal, receiptSignal, workflowIdOf } from '@/lib/contract/workflows'
import type { Attempt } from '@/lib/packet/packet'
import { log } from '@/lib/server/log'
import { describePacket } from '@/lib/server/packets/describe'
import { callTemporal } from '@/lib/server/temporal/call'
import { isNotFound } from '@/lib/server/temporal/errors'
import type { CheckedReceipt } from './check'
import { seenBefore, tooManyRepeats } from './seen'

type Result = ReceiptAnswer['result']

/** @throws ApiError TEMPORAL_UNREACHABLE, so that the carrier tries again */
export async function takeReceipt(receipt: CheckedReceipt): Promise<ReceiptAnswer> {
  const { claims } = receipt
  const receivedAt = Date.now()
  const answer = (result: Result) => ({ result, packetId: claims.packetId, attempt: claims.attempt })
  const attempt = attemptId(claims)
  if (tooManyRepeats(attempt)) return answer('duplicate')
  // Only a receipt after its deadline needs a look at the packet; all others are answered at once.
  const before = receivedAt > claims.deadline ? attemptNow(claims) : null
  const heard = await signal(receipt, receivedAt)
  const repeat = seenBefore(attempt)
  if (!heard) return answer(closedResult(await attemptNow(claims), claims))
  if (repeat) return answer('duplicate')
  return answer(before === null ? 'recorded' : resultAfterDeadline(await before, receivedAt))
}

/** False when its workflow listens no more. */
async function signal(receipt: CheckedReceipt, receivedAt: number): Promise<boolean> {
  const { claims, message, webhookId, key } = receipt
  const payload: ReceiptSignal = {
    attempt: claims.attempt,
    provider: claims.provider,
    delivered: message.delivered,
    reason: message.reason ?? null,
    providerReference: message.providerReference ?? null,
    webhookId,
    receivedAt,
    key,
  }
  try {
    await callTemporal(({ client }) =>
      client.workflow.getHandle(workflowIdOf(claims.packetId), claims.runId).signal(receiptSignal, payload),
    )
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

/** The attempt as it is recorded; null when its packet is gone or cannot be read in time. */
async function attemptNow({ packetId, runId, attempt }: TokenClaims): Promise<Attempt | null> {
  const described = await describePacket(packetId, { runId }).catch(() => null)
  return described?.packet.attempts.find(({ number }) => number === attempt) ?? null
}

/** A deadline may have been extended since it was announced. */
function resultAfterDeadline(attempt: Attempt | null, receivedAt: number): Result {
  if (attempt === null) return 'late'
  if (attempt.receipt !== null) return 'duplicate'
  const late = attempt.outcome === 'TIMED_OUT' || receivedAt > Date.parse(attempt.deadline)
  return late ? 'late' : 'recorded'
}

/** Nothing can be recorded any more, so that this line is all that is left of it. */
function closedResult(attempt: Attempt | null, { packetId, provider, ...claims }: TokenClaims): Result {
  const result = attempt !== null && attempt.receipt !== null ? 'duplicate' : 'late'
  log().warn(
    { packetId, provider, attempt: claims.attempt, result },
    'a receipt came after its packet was closed',
  )
  return result
}
