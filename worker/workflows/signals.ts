/**
 * Validates signals, which other Temporal clients may have sent. A handler that throws would block its packet for good,
 * since every replay delivers the same signal again. So invalid signals are ignored.
 */
import type { ActOrder, ReceiptSignal } from '@/lib/contract/workflows'
import type { Action } from '@/lib/packet/action'
import { isWithin, maxProviderBytes, receiptTimeoutRange } from '@/lib/packet/bounds'
import type { CancelReason } from '@/lib/packet/reason'
import { plainText } from '@/lib/packet/text'

/** The valid receipts of a signal. */
export function receiptsIn(signal: unknown): ReceiptSignal[] {
  return Array.isArray(signal) ? signal.filter(isReceipt) : []
}

function isReceipt(signal: unknown): signal is ReceiptSignal {
  if (!isObject(signal)) return false
  const { attempt, receivedAt, delivered, reason } = signal
  if (!Number.isInteger(attempt) || !isMoment(receivedAt)) return false
  return typeof delivered === 'boolean' && (reason === null || isText(reason, mostOfReceipt))
}

/** Null if the reference is invalid; the receipt counts all the same. */
export function referenceOf({ providerReference }: ReceiptSignal): string | null {
  return isText(providerReference, mostOfReceipt) ? plainText(providerReference, mostOfReference) : null
}

/** A cancellation without a valid reason still cancels. */
export function cancelReason(signal: unknown): CancelReason {
  const { reason, who } = isObject(signal) ? signal : {}
  const words = isText(reason, mostOfCancel) ? plainText(reason, mostOfCancel) : null
  return words === null
    ? { code: 'CANCELED_IN_TEMPORAL' }
    : { code: 'CANCELED_BY_OPERATOR', words, who: nameIn(who) }
}

/** The packet that a signal is about; null if it names none. */
export function packetNamed(signal: unknown): string | null {
  return isObject(signal) && typeof signal.packetId === 'string' ? signal.packetId : null
}

/** Null if the order is invalid. */
export function actOrder(order: unknown): ActOrder | null {
  if (!isObject(order) || !isObject(order.by)) return null
  const { packetId, attempt, action } = order
  const { who, reason } = order.by
  const words = isText(reason, mostOfCancel) ? plainText(reason, mostOfCancel) : null
  if (typeof packetId !== 'string' || typeof attempt !== 'number' || !isAction(action)) return null
  return words === null ? null : { packetId, attempt, action, by: { who: nameIn(who), reason: words } }
}

function nameIn(who: unknown): string | null {
  return isText(who, mostOfName) ? plainText(who, mostOfName) : null
}

function isAction(action: unknown): action is Action {
  if (!isObject(action)) return false
  const { do: name, byMs, provider } = action
  switch (name) {
    case 'fail-over':
    case 'confirm':
    case 'refuse':
      return true
    case 'extend':
      return typeof byMs === 'number' && isWithin(byMs, receiptTimeoutRange)
    case 'skip':
    case 'prefer':
      return isText(provider, maxProviderBytes)
    default:
      return false
  }
}

/** Limits in characters. The API routes that send these signals allow less. */
const mostOfReceipt = 2_000
const mostOfCancel = 500
const mostOfName = 200
const mostOfReference = 200

/** Whether the value is a number of milliseconds that a Date can hold. */
function isMoment(value: unknown): boolean {
  return Number.isInteger(value) && !Number.isNaN(new Date(Number(value)).getTime())
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length <= most
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
