/** The two activities of probing: recording and deciding the next step, and handing over the test packet. */
import { randomUUID } from 'node:crypto'
import { activityInfo, CompleteAsyncError, cancellationSignal } from '@temporalio/activity'
import { handOver } from '@/lib/carrier/hand-over'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { sealToken } from '@/lib/carrier/token'
import type { HandOverMessage } from '@/lib/contract/carrier'
import type { ProbeAnswer, ProbeOrder, ProbeReport, ProbeStep } from '@/lib/contract/workflows'
import { probeWords, runningProbe } from '@/lib/directory/breaker'
import type { ObservedChange } from '@/lib/directory/change'
import { type ProviderState, stateOf } from '@/lib/directory/state'
import { attemptWords } from '@/lib/packet/words'
import { changeDirectory, readDirectory } from '@/lib/store/directory'
import type { ActivityContext } from './context'
import { handOverLimitMs, ownRun, targetOf } from './provider-call'

/**
 * Records the result of the last probe in the directory, sets a breaker whose wait is over to half-open, and returns
 * the next step. Idempotent: the directory ignores a probe that has ended, or that was taken already.
 */
export function createFollowProbe({ store }: Pick<ActivityContext, 'store'>) {
  return async function followProbe({ provider, at, ended }: ProbeReport): Promise<ProbeStep> {
    const observe = async (what: ObservedChange, reason: string) => {
      const { state } = await changeDirectory(store.db, { id: randomUUID(), at, who: null, reason, what })
      return stateOf(state, provider)
    }
    if (ended !== null) await observe({ do: 'probed', provider, ...ended }, probeWords(ended.result))
    const { breaker } = stateOf(await readDirectory(store.db), provider)
    if (breaker !== null) await observe({ do: 'half-open', provider }, breaker.reason)
    const state = await observe({ do: 'take-probe', provider }, 'a worker has taken the probe')
    store.announce()
    return stepFor(state)
  }
}

function stepFor(state: ProviderState): ProbeStep {
  const running = runningProbe(state)
  if (running !== null) {
    const { number, receiptTimeoutMs } = running
    return { do: 'probe', order: { provider: state.name, number, receiptTimeoutMs } }
  }
  const until = state.breaker?.nextProbeAt ?? null
  return until === null ? { do: 'end' } : { do: 'wait', until }
}

const source = '+017771110000'
const contents = Buffer.from('Waybill probe').toString('base64')

/**
 * Hands a marked test packet to a provider and stays open until its receipt comes: the callback route completes the
 * activity by the task token that is sealed in the packet's token. If the provider's answer already settles the probe,
 * it is returned.
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

/** Each try has its own token and id; the token of the previous try can complete nothing any more. */
async function messageFor(
  { name }: ConfiguredProvider,
  destination: string,
  { number, receiptTimeoutMs }: ProbeOrder,
  { tokenKeys, callbackUrl }: ActivityContext,
): Promise<HandOverMessage> {
  const { taskToken, attempt } = activityInfo()
  const sealedAt = Date.now()
  const deadline = sealedAt + receiptTimeoutMs
  const packetId = `probe-${ownRun()}.${number}.${attempt}`
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
