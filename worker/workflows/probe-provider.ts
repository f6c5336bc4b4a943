/** Finds out with test packets whether a provider takes packets and confirms them. */
import {
  ActivityFailure,
  condition,
  continueAsNew,
  setHandler,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow'
import type { ProbeAnswer, ProbeOrder, ProbeReport, ProbeStep } from '@/lib/contract/workflows'
import { followProbe, probe } from './activities'
import { errorText } from './error-text'
import { wake } from './messages'

/**
 * Probes a provider whenever the directory says so: when an operator has asked for it, and each time that the wait of
 * its open breaker is over. Ends when the breaker is closed. All state is in the store, so a new run can go on from any
 * point.
 */
export async function probeProvider(provider: string): Promise<void> {
  let isWoken = false
  setHandler(wake, () => {
    isWoken = true
  })
  let ended: ProbeReport['ended'] = null
  for (;;) {
    isWoken = false
    const step: ProbeStep = await followProbe({ provider, at: Date.now(), ended })
    ended = null
    switch (step.do) {
      case 'probe':
        ended = { number: step.order.number, result: await outcomeOf(step.order) }
        break
      case 'wait':
        if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof probeProvider>(provider)
        await condition(() => isWoken, Math.max(1, step.until - Date.now()))
        break
      case 'end':
        // The wake signal may have come after the activity read the directory.
        if (!isWoken) return
    }
  }
}

/**
 * The activity completes when the receipt comes, or times out. It is tried twice, because a worker that died in the
 * middle of the hand-over looks just like a provider that stays silent.
 */
async function outcomeOf(order: ProbeOrder): Promise<ProbeAnswer> {
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
