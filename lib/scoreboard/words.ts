/** The scoreboard's findings in sentences. */
import { formatDuration } from '@/lib/packet/duration'
import { type Bin, receiptsIn } from './bins'
import { fewestReceipts, keptShare } from './recommendation'
import type { WhatIf } from './what-if'

/** Why this time-out, or why none. */
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

/** Tenths below ten percent, whole numbers above. */
function percentOf(share: number): string {
  const percent = share * 100
  return percent < 9.95 ? String(Number(percent.toFixed(1))) : percent.toFixed(0)
}
