/** The changes that the directory can undergo. */
import type { ProbeResult, RoutingMode } from './state'

export type OperatorChange =
  | { readonly do: 'drain' | 'resume'; readonly provider: string }
  /** Null restores the configured time-out. */
  | { readonly do: 'set-timeout'; readonly provider: string; readonly receiptTimeoutMs: number | null }
  /** All providers, first to last. */
  | { readonly do: 'reorder'; readonly order: readonly string[] }
  | { readonly do: 'pause' }
  | { readonly do: 'resume-sending'; readonly overMs: number }
  | { readonly do: 'set-routing'; readonly routing: RoutingMode }
  /** With the configured time-out. */
  | { readonly do: 'probe'; readonly provider: string; readonly receiptTimeoutMs: number }

/** Changes that the product makes by itself. */
export type ObservedChange =
  | {
      readonly do: 'trip'
      readonly provider: string
      /** Milliseconds until the first probe. */
      readonly firstProbeMs: number
      readonly receiptTimeoutMs: number
    }
  | { readonly do: 'half-open' | 'take-probe'; readonly provider: string }
  | {
      readonly do: 'probed'
      readonly provider: string
      readonly number: number
      readonly result: ProbeResult
    }

export type Change = OperatorChange | ObservedChange

/** One entry of the change log. */
export interface LoggedChange {
  /** Given by the caller, who finds the entry again by it. */
  readonly id: string
  readonly at: number
  /** The name that an operator gave; null without one, or if no person made the change. */
  readonly who: string | null
  readonly reason: string
  readonly what: Change
}

const observed: ReadonlySet<Change['do']> = new Set(['trip', 'half-open', 'take-probe', 'probed'])

/** Whether the product itself made the change. */
export function isObserved(change: Change): change is ObservedChange {
  return observed.has(change.do)
}
