/** What a provider's receipts say about its time-out: the recommended one, and the effect of a different one. */
import { isWithin, receiptTimeoutRange } from '@/lib/packet/bounds'
import { formatDuration } from '@/lib/packet/duration'
import { type Bin, receiptsIn, timeThatKeeps } from './sums'

const keptShare = 0.98
const fewestReceipts = 30

/**
 * The shortest time-out, in milliseconds and rounded up, that keeps at least 98 % of the receipts seen, in time or
 * late; null with fewer than 30 receipts.
 */
export function recommendedTimeout(bins: readonly Bin[]): number | null {
  if (receiptsIn(bins) < fewestReceipts) return null
  const needed = timeThatKeeps(bins, keptShare)
  if (needed === null) return null
  const rounded = roundUp(needed)
  if (isWithin(rounded, receiptTimeoutRange)) return rounded
  return rounded < receiptTimeoutRange.min ? receiptTimeoutRange.min : receiptTimeoutRange.max
}

const second = 1000
const minute = 60 * second

/** Rounds up to a round figure. */
function roundUp(ms: number): number {
  const step = steps.find(({ below }) => ms <= below)?.step ?? 10 * minute
  return Math.ceil(ms / step) * step
}

const steps = [
  { below: 5 * second, step: 100 },
  { below: 20 * second, step: 500 },
  { below: 2 * minute, step: second },
  { below: 30 * minute, step: 10 * second },
  { below: 120 * minute, step: minute },
]

export interface WhatIf {
  readonly timeoutMs: number
  /** Shares of the packets handed over that were answered, and confirmed, within the time-out; 0 to 1. */
  readonly answeredShare: number
  readonly confirmedShare: number
  /** The total time that a hundred packets wait for this provider's receipts. */
  readonly waitMsPerHundred: number
}

/**
 * A packet waits for its receipt, or for the time-out if that is shorter or no receipt ever came. Receipts are assumed
 * to be spread evenly within a bin. Null if no packet was handed over.
 *
 * @param unanswered packets handed over that never got a receipt
 */
export function whatIf(bins: readonly Bin[], unanswered: number, timeoutMs: number): WhatIf | null {
  let handedOver = unanswered
  let answered = 0
  let confirmed = 0
  let waitMs = unanswered * timeoutMs
  for (const bin of bins) {
    const receipts = bin.confirmed + bin.refused
    const inTime = shareBefore(bin, timeoutMs)
    handedOver += receipts
    answered += receipts * inTime
    confirmed += bin.confirmed * inTime
    waitMs += receipts * meanWait(bin, timeoutMs, inTime)
  }
  if (handedOver === 0) return null
  return {
    timeoutMs,
    answeredShare: answered / handedOver,
    confirmedShare: confirmed / handedOver,
    waitMsPerHundred: (waitMs / handedOver) * 100,
  }
}

function shareBefore({ fromMs, toMs }: Bin, timeoutMs: number): number {
  return Math.min(1, Math.max(0, (timeoutMs - fromMs) / (toMs - fromMs)))
}

function meanWait({ fromMs, toMs }: Bin, timeoutMs: number, inTime: number): number {
  return (inTime * (fromMs + Math.min(toMs, timeoutMs))) / 2 + (1 - inTime) * timeoutMs
}

/** Explains the recommended time-out, or why there is none. */
export function recommendationReason(bins: readonly Bin[], timeoutMs: number | null): string {
  const receipts = receiptsIn(bins)
  const seen = receipts === 1 ? '1 receipt' : `${receipts.toLocaleString('en')} receipts`
  if (timeoutMs === null) return `${seen} seen; a time-out can be recommended from ${fewestReceipts} on.`
  return `At least ${keptShare * 100} % of the ${seen} seen, in time or late, came within ${formatDuration(timeoutMs)}.`
}

/** "With 6 s instead of 10 s: 3 % fewer receipts in time, 40 s less waiting per hundred packets." */
export function compared(present: WhatIf, other: WhatIf): string {
  if (other.timeoutMs === present.timeoutMs)
    return `${formatDuration(present.timeoutMs)} is the present time-out.`
  const times = `With ${formatDuration(other.timeoutMs)} instead of ${formatDuration(present.timeoutMs)}`
  return `${times}: ${receiptsChange(present, other)}, ${waitChange(present, other)}.`
}

function receiptsChange(present: WhatIf, other: WhatIf): string {
  if (present.answeredShare === 0) {
    return other.answeredShare === 0 ? 'no receipts in time either' : 'receipts in time where there were none'
  }
  const change = (other.answeredShare - present.answeredShare) / present.answeredShare
  const percent = percentOf(Math.abs(change))
  if (percent === '0') return 'as many receipts in time'
  return `${percent} % ${change < 0 ? 'fewer' : 'more'} receipts in time`
}

function waitChange(present: WhatIf, other: WhatIf): string {
  const change = other.waitMsPerHundred - present.waitMsPerHundred
  if (Math.abs(change) < 500) return 'as much waiting'
  return `${formatDuration(Math.abs(change))} ${change < 0 ? 'less' : 'more'} waiting per hundred packets`
}

/** With one decimal below ten percent, as a whole number above. */
function percentOf(share: number): string {
  const percent = share * 100
  return percent < 9.95 ? String(Number(percent.toFixed(1))) : percent.toFixed(0)
}
