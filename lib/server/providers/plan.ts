/** Where a packet would go now, by the worker's rules and the same directory. */
import 'server-only'
import type { PlanStop, RoutePlan } from '@/lib/contract/route-plan'
import { candidateOf } from '@/lib/directory/candidate'
import { type DirectoryState, inOrder, stateOf } from '@/lib/directory/state'
import type { Packet } from '@/lib/packet/packet'
import { byQuality } from '@/lib/packet/quality'
import { type Candidate, chooseRoute, standingOf } from '@/lib/packet/routing'
import { choiceWords, unavailableWords } from '@/lib/packet/words'
import { measuredOf, type ProviderSums } from '@/lib/scoreboard/sums'
import { sharedDirectory } from '@/lib/server/directory/read'
import { settings } from '@/lib/server/env'
import { recentSums } from '@/lib/server/scoreboard'

/** @throws ApiError STORE_UNREACHABLE */
export async function planRoute(destination: string): Promise<RoutePlan> {
  const { state } = await sharedDirectory().fresh()
  // If measurements cannot be read, plan as if there were none.
  const sums = await recentSums().catch(() => new Map<string, ProviderSums>())
  const candidates = inOrder(state, settings().providers).map((provider) =>
    candidateOf(provider, state, measuredOf(sums.get(provider.name))),
  )
  const packet = { destination, tried: [] }
  const byMeasure = state.routing === 'quality'
  const verdict = chooseRoute(candidates, packet, byMeasure ? { by: 'quality', draw: 1 } : { by: 'order' })
  const chosen = verdict.is === 'chosen' ? verdict.provider.name : null
  const stops = (byMeasure ? byQuality(candidates) : candidates).map((each) =>
    stopOf(each, standingOf(each, packet), chosen, state),
  )
  return { destination, ...outcomeOf(verdict, state), routing: state.routing, stops }
}

/** Whether any provider is left that could get this packet, now or later. @throws ApiError STORE_UNREACHABLE */
export async function isProviderLeft({ destination, attempts, actions }: Packet): Promise<boolean> {
  const { state } = await sharedDirectory().fresh()
  const tried = attempts.map(({ provider }) => provider)
  const skipped = actions.flatMap((action) =>
    action.do === 'skip' && action.provider !== null ? action.provider : [],
  )
  return inOrder(state, settings().providers).some((provider) => {
    const standing = standingOf(candidateOf(provider, state, null), { destination, tried, skipped })
    return standing === 'free' || standing === 'drained' || standing === 'breaker'
  })
}

function outcomeOf(
  verdict: ReturnType<typeof chooseRoute<Candidate>>,
  { paused }: DirectoryState,
): Pick<RoutePlan, 'outcome' | 'provider' | 'why'> {
  if (verdict.is === 'noRoute') {
    return { outcome: 'no-route', provider: null, why: 'No provider serves this destination.' }
  }
  if (paused !== null) {
    return {
      outcome: 'waits',
      provider: null,
      why: `It would wait: all sending is paused (${paused.reason}).`,
    }
  }
  if (verdict.is === 'unavailable') {
    return { outcome: 'waits', provider: null, why: `It would wait: ${unavailableWords(verdict)}.` }
  }
  const { provider, choice } = verdict
  return { outcome: 'provider', provider: provider.name, why: `${choiceWords(provider.name, choice)}.` }
}

function stopOf(
  { name, receiptTimeoutMs }: Candidate,
  standing: ReturnType<typeof standingOf>,
  chosen: string | null,
  directory: DirectoryState,
): PlanStop {
  const facts = { provider: name, receiptTimeoutMs }
  const { drained, breaker } = stateOf(directory, name)
  switch (standing) {
    case 'drained':
      return { ...facts, standing, why: `drained: ${drained?.reason ?? ''}` }
    case 'breaker':
      return { ...facts, standing, why: `its breaker is ${breaker?.is ?? 'open'}: ${breaker?.reason ?? ''}` }
    case 'prefix':
      return { ...facts, standing, why: 'does not serve this destination' }
    case 'free':
    case 'tried':
    case 'skipped':
      return { ...facts, standing: name === chosen ? 'next' : 'later', why: null }
  }
}
