/** Checks what another Temporal client may have sent: what can never work changes nothing. */
import type { BreakerTripped, ChangeSignal } from '@/lib/contract/directory-messages'
import { byteLength, isWithin, maxProviderBytes, receiptTimeoutRange } from '@/lib/packet/bounds'

const longestMs = 86_400_000
const maxProviders = 50

export function acceptChange(signal: unknown): signal is ChangeSignal {
  return (
    isObject(signal) &&
    isText(signal.id, 100) &&
    (signal.who === null || isText(signal.who, 100)) &&
    isText(signal.reason, 200) &&
    isObject(signal.what) &&
    isOperatorChange(signal.what)
  )
}

export function acceptTrip(signal: unknown): signal is BreakerTripped {
  if (!isObject(signal) || !isText(signal.reason, 200) || !isObject(signal.trip)) return false
  const { trip } = signal
  if (trip.do !== 'trip' || !isProvider(trip.provider)) return false
  return isSpan(trip.firstProbeMs, 1) && isTimeout(trip.receiptTimeoutMs)
}

const checks: Record<ChangeSignal['what']['do'], (what: Record<string, unknown>) => boolean> = {
  drain: ({ provider }) => isProvider(provider),
  resume: ({ provider }) => isProvider(provider),
  'set-timeout': ({ provider, receiptTimeoutMs }) =>
    isProvider(provider) && (receiptTimeoutMs === null || isTimeout(receiptTimeoutMs)),
  reorder: ({ order }) =>
    Array.isArray(order) && order.length <= maxProviders && order.every((name) => isProvider(name)),
  pause: () => true,
  'resume-sending': ({ overMs }) => isSpan(overMs, 0),
  'set-routing': ({ routing }) => routing === 'order' || routing === 'quality',
  probe: ({ provider, receiptTimeoutMs }) => isProvider(provider) && isTimeout(receiptTimeoutMs),
}

function isOperatorChange(what: Record<string, unknown>): boolean {
  const check = Object.entries(checks).find(([name]) => name === what.do)?.[1]
  return check?.(what) ?? false
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= max
}

function isProvider(value: unknown): value is string {
  return isText(value, maxProviderBytes) && byteLength(value) <= maxProviderBytes
}

function isTimeout(value: unknown): boolean {
  return typeof value === 'number' && isWithin(value, receiptTimeoutRange)
}

function isSpan(value: unknown, min: number): boolean {
  return typeof value === 'number' && isWithin(value, { min, max: longestMs })
}
