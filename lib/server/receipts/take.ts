/** Takes a checked receipt: hands it to its packet or keeps it apart, and says what it was. */
import 'server-only'
import { attemptId } from '@/lib/contract/attempt-id'
import type { ReceiptResult, TokenClaims } from '@/lib/contract/carrier'
import type { KeptReason } from '@/lib/contract/receipt-reasons'
import type { Attempt } from '@/lib/packet/packet'
import { ApiError } from '@/lib/server/api-error'
import { completeProbe } from '@/lib/server/directory/complete-probe'
import { describePacket } from '@/lib/server/packets/describe'
import type { CheckedReceipt } from './check'
import { type Earlier, findEarlier, receiptKeyOf } from './earlier'
import { keepReceipt } from './keep'
import { receiptMemory } from './memory'
import { oneAtATime } from './one-at-a-time'
import { signalReceipt } from './signal'

/** @throws ApiError RECEIPT_CONTRADICTS; RATE_LIMITED, TEMPORAL_UNREACHABLE, TEMPORAL_BUSY (the carrier tries again) */
export async function takeReceipt(receipt: CheckedReceipt): Promise<ReceiptResult> {
  const receivedAt = Date.now()
  const { claims, message } = receipt
  if (claims.probe !== undefined) return completeProbe(claims, claims.probe, message)
  const taken = () => oneAtATime(receiptKeyOf(receipt), () => take(receipt, receivedAt))
  return oneAtATime(attemptId(receipt.claims), taken)
}

async function take(receipt: CheckedReceipt, receivedAt: number): Promise<ReceiptResult> {
  const { claims } = receipt
  const memory = receiptMemory()
  const attempt = attemptId(claims)
  const earlier = await findEarlier(receipt)
  if (earlier.body === 'other') throw await contradiction(receipt, receivedAt)
  if (memory.isFull(attempt) && saysNothingNew(receipt, earlier)) return 'duplicate'
  // Only a receipt after its deadline needs a look at the packet; all others are answered at once.
  const before = receivedAt > claims.deadline ? attemptNow(claims) : null
  const signal = await signalReceipt(receipt, receivedAt, earlier.signals)
  // A copy under a webhook-id of its own is kept as well, so that every receipt stands somewhere.
  if (signal !== 'taken') return earlier.body === 'same' ? 'duplicate' : keep(receipt, signal, receivedAt)
  remember(receipt, earlier)
  if (saysNothingNew(receipt, earlier)) return 'duplicate'
  return before === null ? 'recorded' : resultAfterDeadline(await before, receipt, receivedAt)
}

function remember(receipt: CheckedReceipt, { delivered, signals }: Earlier): void {
  const { claims, message, digest } = receipt
  const said = delivered.includes(message.delivered) ? delivered : [...delivered, message.delivered]
  receiptMemory().remember(receiptKeyOf(receipt), digest)
  receiptMemory().rememberAttempt(attemptId(claims), { delivered: said, signals: signals + 1 })
}

function saysNothingNew({ message }: CheckedReceipt, { body, delivered }: Earlier): boolean {
  return body === 'same' || delivered.includes(message.delivered)
}

async function keep(
  receipt: CheckedReceipt,
  signal: 'closed' | 'limit',
  receivedAt: number,
): Promise<ReceiptResult> {
  const reason = signal === 'limit' ? 'SIGNAL_LIMIT' : await reasonOf(receipt.claims)
  const kept = await keepReceipt(receipt, reason, receivedAt)
  if (kept === 'other') throw await contradiction(receipt, receivedAt)
  receiptMemory().remember(receiptKeyOf(receipt), receipt.digest)
  return kept === 'kept' ? 'kept' : 'duplicate'
}

/** Kept as evidence first: what is refused for good does not come again. */
async function contradiction(receipt: CheckedReceipt, receivedAt: number): Promise<ApiError> {
  await keepReceipt(receipt, 'CONTRADICTION', receivedAt)
  const detail = 'Another body came with this webhook-id before. Send a new receipt under a new webhook-id.'
  return new ApiError('RECEIPT_CONTRADICTS', detail)
}

/** Why no workflow listens to it. */
async function reasonOf({ packetId, runId, attempt, provider }: TokenClaims): Promise<KeptReason> {
  try {
    const { packet } = await describePacket(packetId)
    if (packet.runId !== runId) return 'OTHER_RUN'
    const tried = packet.attempts.some((each) => each.number === attempt && each.provider === provider)
    return tried ? 'CLOSED' : 'UNKNOWN_ATTEMPT'
  } catch (error) {
    if (error instanceof ApiError && error.code === 'PACKET_NOT_FOUND') return 'UNKNOWN_PACKET'
    throw error
  }
}

/** The attempt as it is recorded; null when its packet is gone or cannot be read in time. */
async function attemptNow({ packetId, runId, attempt }: TokenClaims): Promise<Attempt | null> {
  const described = await describePacket(packetId, { runId }).catch(() => null)
  return described?.packet.attempts.find(({ number }) => number === attempt) ?? null
}

/** A deadline may have been extended since it was announced. */
function resultAfterDeadline(
  attempt: Attempt | null,
  { message }: CheckedReceipt,
  receivedAt: number,
): ReceiptResult {
  if (attempt === null) return 'late'
  // The packet may have been read after it had taken this very receipt.
  const isOwn = attempt.receipt !== null && Date.parse(attempt.receipt.receivedAt) === receivedAt
  if (!isOwn && attempt.receipt?.delivered === message.delivered) return 'duplicate'
  const late = isOwn
    ? attempt.late
    : attempt.outcome === 'TIMED_OUT' || receivedAt > Date.parse(attempt.deadline)
  return late ? 'late' : 'recorded'
}
