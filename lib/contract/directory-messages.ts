/** Names and messages of the provider directory. Only types and names: workflows import this. */
import type { LoggedChange, ObservedChange, OperatorChange } from '@/lib/directory/change'
import type { DirectoryState, ProbeResult } from '@/lib/directory/state'

export const providerDirectoryType = 'providerDirectory'
export const providerDirectoryId = 'provider-directory'
export const probeProviderType = 'probeProvider'

/** Memo keys: the state in force, and the last changes, newest first. */
export const directoryMemoKey = 'directory'
export const changesMemoKey = 'changes'

/** The one argument of `providerDirectory`: what a run before it had in force. */
export interface CarriedDirectory {
  state: DirectoryState
  log: readonly LoggedChange[]
}

export const changeSignal = 'change'

/** What an operator asks for; `id` is looked for in the log to tell when it is in force. */
export interface ChangeSignal {
  id: string
  who: string | null
  reason: string
  what: OperatorChange
}

export const breakerTrippedSignal = 'breakerTripped'

/** What a worker has counted. */
export interface BreakerTripped {
  reason: string
  trip: Extract<ObservedChange, { do: 'trip' }>
}

export function probeWorkflowId(provider: string, number: number): string {
  return `probe-${provider}-${number}`
}

/** The one argument of `probeProvider` and of its activity. */
export interface ProbeOrder {
  provider: string
  receiptTimeoutMs: number
}

/** How the receipt route completes the activity of a probe, and what the workflow returns. */
export type ProbeAnswer = ProbeResult
