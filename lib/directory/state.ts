/**
 * The live state of providers, on top of their configuration in `providers.json`. It holds only what differs from the
 * file. Times are milliseconds since the epoch.
 */

/** A state, since when it holds, and the reason given. */
export interface Standing {
  readonly since: number
  readonly reason: string
}

/** Sending resumes with a growing share of the packets. */
export interface Resumption extends Standing {
  /** Milliseconds until all packets may go. */
  readonly overMs: number
}

export interface Breaker extends Standing {
  readonly is: 'open' | 'half-open' | 'closed'
  /** When an open breaker is probed next; null in the other states. */
  readonly nextProbeAt: number | null
  /** How often in a row the breaker opened. Each opening doubles the wait for the next probe. */
  readonly openings: number
  readonly firstProbeMs: number
  /** Milliseconds in which a probe must get its receipt, unless an operator set another time-out. */
  readonly receiptTimeoutMs: number
}

export const probeEndings = [
  'confirmed',
  'refused',
  'rejected',
  'unreachable',
  'silent',
  'lost',
  'unsent',
  'unknown',
] as const
export type ProbeEnding = (typeof probeEndings)[number]

export interface ProbeResult {
  readonly is: ProbeEnding
  /** Milliseconds from the hand-over to the receipt; null without a receipt. */
  readonly ms: number | null
  /** In words, such as the carrier's reason. */
  readonly detail: string | null
}

export interface Probe {
  /** Grows with each probe. */
  readonly number: number
  readonly since: number
  /** When a worker took the probe to hand it over; null while no worker has. */
  readonly takenAt: number | null
  readonly receiptTimeoutMs: number
  /** Null while the probe is running. */
  readonly result: ProbeResult | null
}

export interface ProviderState {
  readonly name: string
  /** Takes no new packets, but finishes those it has. */
  readonly drained: Standing | null
  /** Overrides the configured time-out; null if none was set. */
  readonly receiptTimeoutMs: number | null
  readonly breaker: Breaker | null
  readonly probe: Probe | null
}

export const routingModes = ['order', 'quality'] as const
export type RoutingMode = (typeof routingModes)[number]

export interface DirectoryState {
  /** The number of changes so far. */
  readonly changes: number
  /** Provider names in the order that an operator set. Other providers follow in the file's order. */
  readonly order: readonly string[]
  readonly routing: RoutingMode
  /** Set while all sending is paused. */
  readonly paused: Standing | null
  readonly resumed: Resumption | null
  readonly providers: readonly ProviderState[]
}

/** The initial state. */
export const untouched: DirectoryState = {
  changes: 0,
  order: [],
  routing: 'order',
  paused: null,
  resumed: null,
  providers: [],
}

/** The state of one provider, or the initial one if nothing about it has changed. */
export function stateOf(directory: DirectoryState, name: string): ProviderState {
  const known = directory.providers.find((provider) => provider.name === name)
  return known ?? { name, drained: null, receiptTimeoutMs: null, breaker: null, probe: null }
}

/** A copy of the directory with one provider changed. */
export function withProvider(
  directory: DirectoryState,
  name: string,
  change: Partial<ProviderState>,
): DirectoryState {
  const changed = { ...stateOf(directory, name), ...change }
  const others = directory.providers.filter((provider) => provider.name !== name)
  return { ...directory, providers: [...others, changed] }
}

/** The providers in the effective order. */
export function inOrder<P extends { readonly name: string }>(
  directory: DirectoryState,
  configured: readonly P[],
): P[] {
  const named = directory.order.flatMap((name) => configured.filter((provider) => provider.name === name))
  return [...named, ...configured.filter((provider) => !directory.order.includes(provider.name))]
}

/** Whether the breaker keeps packets from the provider. */
export function isBroken({ breaker }: ProviderState): boolean {
  return breaker !== null && breaker.is !== 'closed'
}
