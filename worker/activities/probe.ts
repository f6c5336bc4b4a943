import { activityInfo, CompleteAsyncError, cancellationSignal } from '@temporalio/activity'
import { handOver } from '@/lib/carrier/hand-over'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { sealToken } from '@/lib/carrier/token'
import type { HandOverMessage } from '@/lib/contract/carrier'
import type { ProbeAnswer, ProbeOrder } from '@/lib/contract/directory-messages'
import { attemptWords } from '@/lib/packet/words'
import type { ActivityContext } from './context'
import { handOverLimitMs, ownRun, targetOf } from './provider-call'

const source = '+017771110000'
const contents = Buffer.from('Waybill probe').toString('base64')

/**
 * Hands a marked test packet to a provider and stays open until its receipt comes: the callback route completes it
 * by the task token that is sealed in the packet's token. What the provider's answer settles already is returned.
 */
export function createProbe(context: ActivityContext) {
  return async function probe(order: ProbeOrder): Promise<ProbeAnswer> {
    const provider = context.providers.find((candidate) => candidate.name === order.provider)
    if (provider === undefined) return { is: 'unknown', ms: null, detail: null }
    const { probeDestination } = context
    if (probeDestination === null) return { is: 'unsent', ms: null, detail: 'PROBE_DESTINATION is not set' }
    const limits = {
      limitMs: handOverLimitMs(order.receiptTimeoutMs),
      stop: cancellationSignal(),
      fresh: true,
    }
    const message = await messageFor(provider, probeDestination, order, context)
    const { answer } = await handOver(targetOf(provider), message.packetId, message, limits)
    switch (answer.kind) {
      case 'accepted':
        throw new CompleteAsyncError()
      case 'rejected':
      case 'unreachable':
        return { is: answer.kind, ms: null, detail: attemptWords(answer.reason) }
    }
  }
}

/** Each try has a token and an id of its own: the token before it completes nothing any more. */
async function messageFor(
  { name }: ConfiguredProvider,
  destination: string,
  { receiptTimeoutMs }: ProbeOrder,
  { tokenKeys, callbackUrl }: ActivityContext,
): Promise<HandOverMessage> {
  const { taskToken, attempt } = activityInfo()
  const sealedAt = Date.now()
  const deadline = sealedAt + receiptTimeoutMs
  const packetId = `probe-${ownRun()}.${attempt}`
  const probe = Buffer.from(taskToken).toString('base64')
  const claims = { packetId, attempt: 1, provider: name, deadline, sealedAt, probe }
  const token = await sealToken(claims, tokenKeys)
  const until = new Date(deadline).toISOString()
  return {
    packetId,
    attempt: 1,
    source,
    destination,
    contents,
    callbackUrl,
    token,
    deadline: until,
  }
}
