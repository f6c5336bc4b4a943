import { ApplicationFailure } from '@temporalio/common'
import type { RouteAnswer, RouteQuestion } from '@/lib/contract/workflows'
import { nextProvider } from '@/lib/packet/routing'
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
    const provider = nextProvider(context.providers, tried)
    if (provider === null) return null
    const { graceMs, settlingMs } = context
    const { name, receiptTimeoutMs, recall } = provider
    return { provider: name, receiptTimeoutMs, graceMs, settlingMs, ...(recall && { recall }) }
  }
}
