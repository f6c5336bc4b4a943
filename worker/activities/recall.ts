import { cancellationSignal } from '@temporalio/activity'
import { askRecall } from '@/lib/carrier/hand-over'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { sealToken, type TokenKeys } from '@/lib/carrier/token'
import { recallId } from '@/lib/contract/carrier'
import type { RecallEvidence, RecallOrder } from '@/lib/contract/workflows'
import { attemptWords } from '@/lib/packet/words'
import { targetOf } from './provider-call'

type Recallable = Pick<ConfiguredProvider, 'name' | 'url' | 'handOverSecrets'>

interface RecallContext {
  readonly providers: readonly Recallable[]
  readonly tokenKeys: TokenKeys
}

const limitMs = 3_000
const maxTries = 2

/**
 * Recalls a packet from a silent provider: asks it to stop. Asks again, with the same `webhook-id`, if the first try
 * fails.
 */
export function createRecall(context: RecallContext) {
  return async function recall(order: RecallOrder): Promise<RecallEvidence> {
    const provider = context.providers.find((candidate) => candidate.name === order.provider)
    if (provider === undefined) return { result: 'FAILED', detail: attemptWords({ code: 'NOT_CONFIGURED' }) }
    for (let tries = 1; ; tries++) {
      const evidence = await ask(provider, order, context, tries > 1)
      if (evidence.result !== 'FAILED' || tries === maxTries) return evidence
    }
  }
}

async function ask(
  provider: Recallable,
  order: RecallOrder,
  context: RecallContext,
  fresh: boolean,
): Promise<RecallEvidence> {
  const { packetId, attempt, deadline } = order
  const claims = { packetId, attempt, provider: provider.name, deadline }
  const token = await sealToken(claims, context.tokenKeys)
  const message = { packetId, attempt, token }
  const limits = { limitMs, stop: cancellationSignal(), fresh }
  return askRecall(targetOf(provider), recallId({ packetId, attempt }), message, limits)
}
