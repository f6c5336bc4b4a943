/** What operators do with one packet by hand. */

export interface Operator {
  /** As they call themselves; null where they did not say. */
  readonly who: string | null
  readonly reason: string
}

export type Action =
  /** The attempt under way is not waited for any longer. */
  | { readonly do: 'fail-over' }
  /** The attempt under way has more time. */
  | { readonly do: 'extend'; readonly byMs: number }
  /** `skip`: it never gets the packet. `prefer`: it gets it next, if it may be handed it then. */
  | { readonly do: 'skip' | 'prefer'; readonly provider: string }
  /** The operator knows that it was delivered, or that it was not. */
  | { readonly do: 'confirm' | 'refuse' }

/** In the order in which they are offered. */
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
