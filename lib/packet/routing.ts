/** Which provider is next, and why the others are not. */
import type { RouteChoice } from './choice'
import { byQuality, drawnPlace, type Rated, shareOf } from './quality'

/** What is known of a provider when a packet is to be routed. */
export interface Candidate extends Rated {
  readonly name: string
  /** Starts of the destinations that it serves; none means all. */
  readonly prefixes: readonly string[]
  readonly drained: boolean
  /** Its circuit breaker is open or half open. */
  readonly broken: boolean
}

/** In the order given, or by what was measured; the draw, from 0 up to 1, decides whether to explore. */
export type Routing = { readonly by: 'order' } | { readonly by: 'quality'; readonly draw: number }

/** `free` may be handed the packet; every other word says why not. */
export type CandidateStanding = 'free' | 'tried' | 'prefix' | 'drained' | 'breaker'

export interface RoutedPacket {
  readonly destination: string
  readonly tried: readonly string[]
}

export function standingOf(candidate: Candidate, { destination, tried }: RoutedPacket): CandidateStanding {
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
  | { readonly is: 'unavailable'; readonly drained: readonly string[]; readonly broken: readonly string[] }
  | { readonly is: 'noRoute' }

/** Takes the candidates in routing order. */
export function chooseRoute<C extends Candidate>(
  candidates: readonly C[],
  packet: RoutedPacket,
  routing: Routing,
): Verdict<C> {
  const standings = candidates.map((provider) => ({ provider, standing: standingOf(provider, packet) }))
  const free = standings.flatMap(({ provider, standing }) => (standing === 'free' ? [provider] : []))
  const { provider, by } = preferred(free, routing)
  if (provider === undefined) return withoutRoute(standings)
  // In order, who comes after the chosen one was not passed over.
  const considered = by === 'order' ? standings.slice(0, candidates.indexOf(provider)) : standings
  const skipped = considered.flatMap((each) =>
    each.standing === 'tried' || each.standing === 'free'
      ? []
      : [{ provider: each.provider.name, why: each.standing }],
  )
  const { measured } = provider
  const medianMs = measured?.medianMs ?? null
  return { is: 'chosen', provider, choice: { by, skipped, share: shareOf(measured), medianMs } }
}

function preferred<C extends Candidate>(
  free: readonly C[],
  routing: Routing,
): { provider: C | undefined; by: RouteChoice['by'] } {
  if (routing.by === 'order') return { provider: free[0], by: 'order' }
  const place = drawnPlace(routing.draw, free.length)
  return { provider: byQuality(free)[place], by: place === 0 ? 'quality' : 'exploration' }
}

interface Standing<C> {
  provider: C
  standing: CandidateStanding
}

function withoutRoute<C extends Candidate>(standings: readonly Standing<C>[]): Verdict<C> {
  const named = (standing: CandidateStanding) =>
    standings.flatMap((each) => (each.standing === standing ? [each.provider.name] : []))
  const [drained, broken] = [named('drained'), named('breaker')]
  return drained.length + broken.length === 0 ? { is: 'noRoute' } : { is: 'unavailable', drained, broken }
}
