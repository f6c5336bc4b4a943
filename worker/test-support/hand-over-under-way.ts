/** One hand-over by the real activity, which a test can withdraw, or whose worker it can stop. */
import { ActivityCancellationDetails } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import type { TransmitEvidence, TransmitOrder } from '@/lib/contract/workflows'
import type { createTransmit } from '../activities/transmit'

export interface UnderWay {
  readonly evidence: Promise<TransmitEvidence>
  readonly withdraw: () => void
  readonly stopWorker: () => void
}

export function beginHandOver(
  transmit: ReturnType<typeof createTransmit>,
  packetId: string,
  extra: Partial<TransmitOrder> = {},
): UnderWay {
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: `packet-${packetId}`, runId: packetId },
  })
  const order = { packetId, attempt: 1, receiptTimeoutMs: 10_000, provider: 'RouteA', ...extra }
  const cancel = (details: ConstructorParameters<typeof ActivityCancellationDetails>[0]) =>
    new ActivityCancellationDetails(details)
  return {
    evidence: environment.run(transmit, order),
    withdraw: () => environment.cancel('CANCELLED', cancel({ cancelRequested: true })),
    stopWorker: () => environment.cancel('WORKER_SHUTDOWN', cancel({ workerShutdown: true })),
  }
}
