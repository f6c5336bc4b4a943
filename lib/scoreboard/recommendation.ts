/**
 * The time-out that the receipts speak for: the shortest one that keeps at least 98 % of those ever seen, in time
 * or late, rounded up. With fewer than 30 receipts there is none.
 */
import { isWithin, receiptTimeoutRange } from '@/lib/packet/bounds'
import { type Bin, receiptsIn, timeThatKeeps } from './bins'

export const keptShare = 0.98
export const fewestReceipts = 30

/** Milliseconds; null with too few receipts. */
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

/** To a time that people would choose. */
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
