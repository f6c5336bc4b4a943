/** Helpers for every call to a provider. */
import { activityInfo, Context } from '@temporalio/activity'
import type { HandOverTarget } from '@/lib/carrier/hand-over'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'

/** The run to which this activity belongs; tokens name it. */
export function ownRun(): string {
  const { workflowExecution } = activityInfo()
  if (workflowExecution === undefined) throw new Error('Providers are spoken to by a workflow only.')
  return workflowExecution.runId
}

/** The first hand-over secret of a provider signs. */
export function targetOf({
  url,
  handOverSecrets: [secret],
}: Pick<ConfiguredProvider, 'url' | 'handOverSecrets'>): HandOverTarget {
  if (secret === undefined) throw new Error('A provider has no hand-over secret.')
  return { url, secret }
}

const longestHandOverMs = 5_000

/** The limit for a hand-over in milliseconds; it leaves at least half of the time-out for the receipt. */
export function handOverLimitMs(receiptTimeoutMs: number): number {
  return Math.min(longestHandOverMs, receiptTimeoutMs / 2)
}

/** Aborts when this worker stops, but not when the activity is canceled: a request under way cannot be taken back. */
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
