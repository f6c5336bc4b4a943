import { ApplicationFailure } from '@temporalio/common'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { Route, RouteAnswer, RouteQuestion } from '@/lib/contract/workflows'
import { candidateOf } from '@/lib/directory/candidate'
import { holdUp } from '@/lib/directory/sending'
import { type DirectoryState, inOrder, stateOf } from '@/lib/directory/state'
import type { RouteChoice } from '@/lib/packet/choice'
import { chooseRoute, type Routing } from '@/lib/packet/routing'
import { chance } from './chance'
import type { ActivityContext } from './context'

/**
 * The routing service: names the next provider that this packet has not been handed to, null when none is left.
 * It stands for a fragile remote call, so it fails by `errorChance`, as the demo that Waybill grew from did.
 */
export function createGetRoute(context: ActivityContext) {
  return async function getRoute(question: RouteQuestion): Promise<RouteAnswer> {
    const { packetId, tried, tryNumber } = question
    const drawn = chance(context.seed, 'getRoute', packetId, tried.length, tryNumber)
    if (drawn * 100 < context.errorChance) {
      throw ApplicationFailure.create({ message: 'IO Error: network disconnect', type: 'RoutingUnavailable' })
    }
    return answer(await context.directory.current(), question, context)
  }
}

function answer(directory: DirectoryState, question: RouteQuestion, context: ActivityContext): RouteAnswer {
  const candidates = inOrder(directory, context.providers).map((provider) =>
    candidateOf(provider, directory, context.quality.of(provider.name)),
  )
  const verdict = chooseRoute(candidates, question, routingFor(directory, question, context))
  if (verdict.is === 'noRoute') return null
  const held = holdUp(directory, question.packetId, Date.now())
  if (held !== null) return { wait: { why: 'paused', hold: held } }
  if (verdict.is === 'unavailable') {
    return { wait: { why: 'unavailable', drained: verdict.drained, broken: verdict.broken } }
  }
  return routeTo(verdict.provider.configured, verdict.choice, directory, context)
}

/** Drawn once for each choice, so that a repeated look-up does not explore all the more. */
function routingFor(
  { routing }: DirectoryState,
  { packetId, tried }: RouteQuestion,
  { seed }: ActivityContext,
): Routing {
  if (routing === 'order') return { by: 'order' }
  return { by: 'quality', draw: chance(seed, 'explore', packetId, tried.length) }
}

function routeTo(
  { name, receiptTimeoutMs, recall }: ConfiguredProvider,
  choice: RouteChoice,
  directory: DirectoryState,
  { graceMs, settlingMs }: ActivityContext,
): Route {
  return {
    provider: name,
    receiptTimeoutMs: stateOf(directory, name).receiptTimeoutMs ?? receiptTimeoutMs,
    graceMs,
    settlingMs,
    ...(recall && { recall }),
    choice,
  }
}
