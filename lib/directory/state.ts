/**
 * The live facts about providers, on top of what `providers.json` says of each. Times are milliseconds since the
 * epoch. Only what differs from the file is kept.
 */

/** Something that holds since a moment, and the reason that was given. */
export interface Standing {
  readonly since: number
  readonly reason: string
}

/** Sending goes on again, for a growing share of the packets. */
export interface Resumption extends Standing {
  /** Milliseconds until every packet is let through. */
  readonly overMs: number
}

export interface Breaker extends Standing {
  readonly is: 'open' | 'half-open' | 'closed'
  /** When an open one is probed; null otherwise. */
  readonly nextProbeAt: number | null
  /** How often in a row it opened; each time the wait for the next probe doubles. */
  readonly openings: number
  readonly firstProbeMs: number
  /** Milliseconds that a probe has for its receipt, unless an operator set another time-out. */
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
  /** Milliseconds from the hand-over to the receipt; null when none came. */
  readonly ms: number | null
  /** In words, such as the carrier's reason. */
  readonly detail: string | null
}

export interface Probe {
  /** Grows from one probe to the next. */
  readonly number: number
  readonly since: number
  /** When a worker took it to hand it over; null while it waits for one. */
  readonly takenAt: number | null
  readonly receiptTimeoutMs: number
  /** Null while it is under way. */
  readonly result: ProbeResult | null
}

export interface ProviderState {
  readonly name: string
  /** Takes no new packets; those it has finish. */
  readonly drained: Standing | null
  /** Instead of the file's; null when none was set. */
  readonly receiptTimeoutMs: number | null
  readonly breaker: Breaker | null
  readonly probe: Probe | null
}

export const routingModes = ['order', 'quality'] as const
export type RoutingMode = (typeof routingModes)[number]

export interface DirectoryState {
  /** How many changes were recorded. */
  readonly changes: number
  /** Names in the order an operator gave; who is not named comes after them, in the file's order. */
  readonly order: readonly string[]
  readonly routing: RoutingMode
  /** Nothing is sent at all. */
  readonly paused: Standing | null
  readonly resumed: Resumption | null
  readonly providers: readonly ProviderState[]
}

/** What holds until something is changed. */
export const untouched: DirectoryState = {
  changes: 0,
  order: [],
  routing: 'order',
  paused: null,
  resumed: null,
  providers: [],
}

/** What is known of one provider. */
export function stateOf(directory: DirectoryState, name: string): ProviderState {
  const known = directory.providers.find((provider) => provider.name === name)
  return known ?? { name, drained: null, receiptTimeoutMs: null, breaker: null, probe: null }
}

/** The same directory with one provider changed. */
export function withProvider(
  directory: DirectoryState,
  name: string,
  change: Partial<ProviderState>,
): DirectoryState {
  const changed = { ...stateOf(directory, name), ...change }
  const others = directory.providers.filter((provider) => provider.name !== name)
  return { ...directory, providers: [...others, changed] }
}

/** Providers in the order in force. */
export function inOrder<P extends { readonly name: string }>(
  directory: DirectoryState,
  configured: readonly P[],
): P[] {
  const named = directory.order.flatMap((name) => configured.filter((provider) => provider.name === name))
  return [...named, ...configured.filter((provider) => !directory.order.includes(provider.name))]
}

/** Whether the breaker keeps packets away. */
export function isBroken({ breaker }: ProviderState): boolean {
  return breaker !== null && breaker.is !== 'closed'
}
