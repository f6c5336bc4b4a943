/** What can happen to the directory. */
import type { ProbeResult, RoutingMode } from './state'

export type OperatorChange =
  | { readonly do: 'drain' | 'resume'; readonly provider: string }
  /** Null gives the file's time-out back. */
  | { readonly do: 'set-timeout'; readonly provider: string; readonly receiptTimeoutMs: number | null }
  /** Every provider, first to last. */
  | { readonly do: 'reorder'; readonly order: readonly string[] }
  | { readonly do: 'pause' }
  | { readonly do: 'resume-sending'; readonly overMs: number }
  | { readonly do: 'set-routing'; readonly routing: RoutingMode }
  /** The time-out is the file's. */
  | { readonly do: 'probe'; readonly provider: string; readonly receiptTimeoutMs: number }

/** What the parts of the product find out by themselves. */
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
  /** Given by the caller, to find it again. */
  readonly id: string
  readonly at: number
  /** Who says that they did it; null when they did not say, or when no person did. */
  readonly who: string | null
  readonly reason: string
  readonly what: Change
}

const observed: ReadonlySet<Change['do']> = new Set(['trip', 'half-open', 'take-probe', 'probed'])

/** Whether the product itself asked for it. */
export function isObserved(change: Change): change is ObservedChange {
  return observed.has(change.do)
}
