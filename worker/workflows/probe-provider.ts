/** Finds out whether a provider takes packets and confirms them, with a test packet of our own. */
import { ActivityFailure, TimeoutFailure } from '@temporalio/workflow'
import type { ProbeAnswer, ProbeOrder } from '@/lib/contract/directory-messages'
import { probe } from './activities'
import { errorText } from './error-text'

/**
 * The activity ends when the receipt comes, or when its time is over. It is tried twice: a worker that died in the
 * middle of the hand-over looks just like a provider that stays silent.
 */
export async function probeProvider(order: ProbeOrder): Promise<ProbeAnswer> {
  const { provider, receiptTimeoutMs } = order
  try {
    const options = { startToCloseTimeout: receiptTimeoutMs, summary: provider }
    return await probe.executeWithOptions(options, [order])
  } catch (error) {
    if (isSilence(error)) return { is: 'silent', ms: null, detail: null }
    return { is: 'lost', ms: null, detail: errorText(error) }
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof TimeoutFailure
}
