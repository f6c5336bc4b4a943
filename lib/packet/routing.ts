/** Which provider is next, and why the others are not. */
import type { RouteChoice } from './choice'
import { byQuality, drawnPlace, type Rated, shareOf } from './quality'

/** What is known of a provider when a packet is to be routed. */
export interface Candidate extends Rated {
  readonly name: string
  /** Prefixes of the destinations that the provider serves; an empty list means all. */
  readonly prefixes: readonly string[]
  readonly drained: boolean
  /** Its circuit breaker is open or half open. */
  readonly broken: boolean
}

/** In the order given, or by measurements. The draw, in [0, 1), decides whether to explore. */
export type Routing = { readonly by: 'order' } | { readonly by: 'quality'; readonly draw: number }

/** `free` may be handed the packet; every other word says why not. */
export type CandidateStanding = 'free' | 'tried' | 'skipped' | 'prefix' | 'drained' | 'breaker'

export interface RoutedPacket {
  readonly destination: string
  readonly tried: readonly string[]
  /** Skipped by an operator, for this packet. */
  readonly skipped?: readonly string[]
  /** Preferred by an operator, for the next attempt. */
  readonly preferred?: string | null
}

export function standingOf(candidate: Candidate, packet: RoutedPacket): CandidateStanding {
  const { destination, tried, skipped = [] } = packet
  if (tried.includes(candidate.name)) return 'tried'
  if (skipped.includes(candidate.name)) return 'skipped'
  if (!serves(candidate, destination)) return 'prefix'
  if (candidate.drained) return 'drained'
  return candidate.broken ? 'breaker' : 'free'
}

function serves({ prefixes }: Candidate, destination: string): boolean {
  return prefixes.length === 0 || prefixes.some((prefix) => destination.startsWith(prefix))
}

export type Verdict<C extends Candidate> =
  | { readonly is: 'chosen'; readonly provider: C; readonly choice: RouteChoice }
  /** Some provider could deliver the packet, but all such are drained or broken now. */
  | { readonly is: 'unavailable'; readonly drained: readonly string[]; readonly broken: readonly string[] }
  | { readonly is: 'noRoute' }

/** Takes the candidates in routing order. */
export function chooseRoute<C extends Candidate>(
  candidates: readonly C[],
  packet: RoutedPacket,
  routing: Routing,
): Verdict<C> {
  const { ranked, by } = rank(candidates, packet, routing)
  const [provider] = ranked
  if (provider === undefined) return withoutRoute(standingsOf(candidates, packet))
  return { is: 'chosen', provider, choice: choiceOf(provider, by, candidates, packet) }
}

/** The candidates that may be handed the packet now, the preferred one first. */
export function freeCandidates<C extends Candidate>(
  candidates: readonly C[],
  packet: RoutedPacket,
  routing: Routing,
): C[] {
  return rank(candidates, packet, routing).ranked
}

function rank<C extends Candidate>(
  candidates: readonly C[],
  packet: RoutedPacket,
  routing: Routing,
): { ranked: C[]; by: RouteChoice['by'] } {
  const free = candidates.filter((each) => standingOf(each, packet) === 'free')
  const preferred = free.find(({ name }) => name === packet.preferred)
  if (preferred !== undefined)
    return { ranked: [preferred, ...free.filter((each) => each !== preferred)], by: 'operator' }
  if (routing.by === 'order') return { ranked: free, by: 'order' }
  const place = drawnPlace(routing.draw, free.length)
  const best = byQuality(free)
  const ranked = [...best.splice(place, 1), ...best]
  return { ranked, by: place === 0 ? 'quality' : 'exploration' }
}

/** What is recorded of a choice, made by these rules or by others. */
export function choiceOf<C extends Candidate>(
  provider: C,
  by: RouteChoice['by'],
  candidates: readonly C[],
  packet: RoutedPacket,
): RouteChoice {
  const standings = standingsOf(candidates, packet)
  const isMeasured = by === 'quality' || by === 'exploration'
  // In routing order, a provider after the chosen one was not passed over.
  const considered = isMeasured ? standings : standings.slice(0, candidates.indexOf(provider))
  const skipped = considered.flatMap((each) =>
    each.standing === 'tried' || each.standing === 'free'
      ? []
      : [{ provider: each.provider.name, why: each.standing }],
  )
  const { measured } = provider
  return { by, skipped, share: shareOf(measured), medianMs: measured?.medianMs ?? null }
}

function standingsOf<C extends Candidate>(candidates: readonly C[], packet: RoutedPacket): Standing<C>[] {
  return candidates.map((provider) => ({ provider, standing: standingOf(provider, packet) }))
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
