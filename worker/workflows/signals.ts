/**
 * What another Temporal client may have sent as a signal. A handler that throws would stop its packet for good, since
 * a replay meets the same signal again: what makes no sense is passed over instead.
 */
import type { ReceiptSignal } from '@/lib/contract/workflows'
import type { CancelReason } from '@/lib/packet/reason'
import { plainText } from '@/lib/packet/text'

/** Those among them that make sense. */
export function receiptsIn(signal: unknown): ReceiptSignal[] {
  return Array.isArray(signal) ? signal.filter(isReceipt) : []
}

function isReceipt(signal: unknown): signal is ReceiptSignal {
  if (!isObject(signal)) return false
  const { attempt, receivedAt, delivered, reason } = signal
  if (!Number.isInteger(attempt) || !isMoment(receivedAt)) return false
  return typeof delivered === 'boolean' && (reason === null || isText(reason, mostOfReceipt))
}

/** Null where it is none; the receipt counts all the same. */
export function referenceOf({ providerReference }: ReceiptSignal): string | null {
  return isText(providerReference, mostOfReceipt) ? plainText(providerReference, mostOfReference) : null
}

/** Whoever cancels without a good reason wants it canceled all the same. */
export function cancelReason(signal: unknown): CancelReason {
  const reason = isObject(signal) ? signal.reason : undefined
  const words = isText(reason, mostOfCancel) ? plainText(reason, mostOfCancel) : null
  return words === null ? { code: 'CANCELED_IN_TEMPORAL' } : { code: 'CANCELED_BY_OPERATOR', words }
}

/** The packet that a signal is about; null where it names none. */
export function packetNamed(signal: unknown): string | null {
  return isObject(signal) && typeof signal.packetId === 'string' ? signal.packetId : null
}

/** Characters; the routes that send these take less. */
const mostOfReceipt = 2_000
const mostOfCancel = 500
const mostOfReference = 200

/** Milliseconds since the epoch that a date can have. */
function isMoment(value: unknown): boolean {
  return Number.isInteger(value) && !Number.isNaN(new Date(Number(value)).getTime())
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
