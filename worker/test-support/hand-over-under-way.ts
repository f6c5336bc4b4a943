/** Hand-overs by the real activity; a test can stop their worker. */
import { ActivityCancellationDetails } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import type { HandedOver, HandOverOrder } from '@/lib/contract/workflows'
import type { createHandOver } from '../activities/hand-over'

export interface UnderWay {
  readonly all: Promise<HandedOver[]>
  readonly stopWorker: () => void
}

/** Hands these packets to RouteA in one activity. */
export function beginHandOvers(
  handOver: ReturnType<typeof createHandOver>,
  packetIds: readonly string[],
  extra: Partial<HandOverOrder> = {},
): UnderWay {
  const environment = new MockActivityEnvironment()
  const limits = { epoch: 1, attempt: 1, receiptTimeoutMs: 10_000, mayHaveArrived: false, ...extra }
  const orders = packetIds.map((packetId) => ({ packetId, ...limits }))
  return {
    all: environment.run(handOver, { provider: 'RouteA', orders }),
    stopWorker: () =>
      environment.cancel('WORKER_SHUTDOWN', new ActivityCancellationDetails({ workerShutdown: true })),
  }
}
