/** What every call to a provider needs. */
import { activityInfo, Context } from '@temporalio/activity'
import type { HandOverTarget } from '@/lib/carrier/hand-over'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'

/** The run whose activity this is; a token names it. */
export function ownRun(): string {
  const { workflowExecution } = activityInfo()
  if (workflowExecution === undefined) throw new Error('Providers are spoken to by a workflow only.')
  return workflowExecution.runId
}

/** The first of a provider's hand-over secrets signs. */
export function targetOf({
  url,
  handOverSecrets: [secret],
}: Pick<ConfiguredProvider, 'url' | 'handOverSecrets'>): HandOverTarget {
  if (secret === undefined) throw new Error('A provider has no hand-over secret.')
  return { url, secret }
}

const longestHandOverMs = 5_000

/** Milliseconds for the hand-over: at least half of the time-out is left for the receipt. */
export function handOverLimitMs(receiptTimeoutMs: number): number {
  return Math.min(longestHandOverMs, receiptTimeoutMs / 2)
}

/** Aborts when this worker stops. A cancellation comes too late for a request that is under way. */
export function workerStop(): AbortSignal {
  const context = Context.current()
  const { cancellationSignal } = context
  const stop = new AbortController()
  const end = () => {
    if (!context.cancellationDetails?.cancelRequested) stop.abort(cancellationSignal.reason)
  }
  if (cancellationSignal.aborted) end()
  else cancellationSignal.addEventListener('abort', end, { once: true })
  return stop.signal
}
