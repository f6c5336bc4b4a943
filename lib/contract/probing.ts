/** Names and messages of the workflow that probes a provider. Only types and names: workflows import this. */
import type { ProbeResult } from '@/lib/directory/state'

export const probeProviderType = 'probeProvider'

/** One workflow for each provider, so that no two probes of it are under way. */
export function probeWorkflowId(provider: string): string {
  return `probe-${provider}`
}

/** The directory has something new for a workflow that may be waiting. */
export const wakeSignal = 'wake'

/** The one argument of the activity that hands over a test packet. */
export interface ProbeOrder {
  provider: string
  number: number
  receiptTimeoutMs: number
}

/** How the receipt route completes that activity. */
export type ProbeAnswer = ProbeResult

/** What has become of a provider's probe, for the directory. */
export interface ProbeReport {
  provider: string
  /** Milliseconds since the epoch. */
  at: number
  /** The probe that has just ended. */
  ended: { number: number; result: ProbeResult } | null
}

/** What is to be done for a provider now; `until` in milliseconds since the epoch. */
export type ProbeStep = { do: 'probe'; order: ProbeOrder } | { do: 'wait'; until: number } | { do: 'end' }
