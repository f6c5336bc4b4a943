/** What another time-out would have meant for the packets that a provider was handed. */
import type { Bin } from './bins'

export interface WhatIf {
  readonly timeoutMs: number
  /** Of the packets handed over: the shares answered, and answered "delivered", within the time-out; 0 to 1. */
  readonly answeredShare: number
  readonly confirmedShare: number
  /** How long a hundred packets wait for this provider's receipts in all. */
  readonly waitMsPerHundred: number
}

/**
 * A packet waits for its receipt, or for the time-out when that is shorter or no receipt ever came. Inside a bin
 * receipts are taken to be spread evenly. Null when no packet was handed over.
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
