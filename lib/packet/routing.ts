/** Which provider is next, and why the others are not. */
import type { RouteChoice } from './choice'

export interface RoutableProvider {
  readonly name: string
}

/** What is known of a provider when a packet is to be routed. */
export interface Candidate extends RoutableProvider {
  /** Starts of the destinations that it serves; none means all. */
  readonly prefixes: readonly string[]
  readonly drained: boolean
  /** Its circuit breaker is open or half open. */
  readonly broken: boolean
}

/** `free` may be handed the packet; every other word says why not. */
export type CandidateStanding = 'free' | 'tried' | 'prefix' | 'drained' | 'breaker'

export interface RoutedPacket {
  readonly destination: string
  readonly tried: readonly string[]
}

function standingOf(candidate: Candidate, { destination, tried }: RoutedPacket): CandidateStanding {
  if (tried.includes(candidate.name)) return 'tried'
  if (!serves(candidate, destination)) return 'prefix'
  if (candidate.drained) return 'drained'
  return candidate.broken ? 'breaker' : 'free'
}

function serves({ prefixes }: Candidate, destination: string): boolean {
  return prefixes.length === 0 || prefixes.some((prefix) => destination.startsWith(prefix))
}

export type Verdict<C extends Candidate> =
  | { readonly is: 'chosen'; readonly provider: C; readonly choice: RouteChoice }
  /** Somebody could deliver it, but is drained or broken now. */
  | { readonly is: 'unavailable'; readonly detail: string }
  | { readonly is: 'noRoute' }

/** Takes the candidates in routing order. */
export function chooseRoute<C extends Candidate>(candidates: readonly C[], packet: RoutedPacket): Verdict<C> {
  const standings = candidates.map((provider) => ({ provider, standing: standingOf(provider, packet) }))
  const chosen = standings.find(({ standing }) => standing === 'free')
  if (chosen === undefined) return withoutRoute(standings)
  const before = standings.slice(0, standings.indexOf(chosen))
  const skipped = before.flatMap(({ provider, standing }) =>
    standing === 'tried' || standing === 'free' ? [] : [{ provider: provider.name, why: standing }],
  )
  const choice: RouteChoice = { by: 'order', skipped, share: null, medianMs: null }
  return { is: 'chosen', provider: chosen.provider, choice }
}

interface Standing<C> {
  provider: C
  standing: CandidateStanding
}

function withoutRoute<C extends Candidate>(standings: readonly Standing<C>[]): Verdict<C> {
  const held = standings.flatMap(({ provider, standing }) => {
    if (standing === 'drained') return [`${provider.name} is drained`]
    return standing === 'breaker' ? [`${provider.name}’s breaker is open`] : []
  })
  return held.length === 0 ? { is: 'noRoute' } : { is: 'unavailable', detail: held.join(', ') }
}

/** The first provider in routing order that this packet has not been handed to; null when none is left. */
export function nextProvider<P extends RoutableProvider>(
  providers: readonly P[],
  tried: readonly string[],
): P | null {
  return providers.find((provider) => !tried.includes(provider.name)) ?? null
}
