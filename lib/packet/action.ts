/** What operators do with one packet by hand. */

export interface Operator {
  /** The name that the operator gave; null if none. */
  readonly who: string | null
  readonly reason: string
}

export type Action =
  /** Stops waiting for the attempt under way. */
  | { readonly do: 'fail-over' }
  /** Gives the attempt under way more time. */
  | { readonly do: 'extend'; readonly byMs: number }
  /** `skip`: the provider never gets the packet. `prefer`: it gets the packet next, if it may be handed it then. */
  | { readonly do: 'skip' | 'prefer'; readonly provider: string }
  /** The operator knows that the packet was delivered, or that it was not. */
  | { readonly do: 'confirm' | 'refuse' }

/** In the order in which operators are offered them. */
export const actionNames = [
  'fail-over',
  'extend',
  'skip',
  'prefer',
  'confirm',
  'refuse',
] as const satisfies readonly Action['do'][]
export type ActionName = Action['do']

/** How often operators may act on one packet. */
export const mostActions = 100
