/** Why a provider was chosen; stored with the route, then with the attempt. */

/**
 * By the built-in rules: `order`, the first in routing order; `quality`, the best by measurements; `exploration`, to
 * see whether it has recovered. `service`: by the routing service. `fallback`: by the built-in rules, because the
 * routing service failed. `operator`: an operator preferred it.
 */
export const choiceWays = ['order', 'quality', 'exploration', 'service', 'fallback', 'operator'] as const

/** Why a provider before the chosen one was passed over; `skipped` by an operator. */
export const skipReasons = ['drained', 'breaker', 'prefix', 'skipped'] as const

export interface RouteChoice {
  by: (typeof choiceWays)[number]
  skipped: { provider: string; why: (typeof skipReasons)[number] }[]
  /** Confirmed share of its recent packets, 0 to 1; null when nothing was measured. */
  share: number | null
  /** Its recent receipts' median time in milliseconds. */
  medianMs: number | null
}
