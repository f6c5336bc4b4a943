/** What pages need for their first paint: the same shapes that the API answers with, without going through HTTP. */
import 'server-only'
import type { Attention, StatusCounts } from '@/lib/contract/streams'
import { settings } from './env'
import { attention, statusCounts } from './packets/counts'

export { ApiError } from './api-error'
export { listAudit } from './audit/list'
export { getBatch, getBatches } from './batches/read'
export { getBulkActions, recentBulkAction } from './bulk-actions/read'
export { readHealthReport } from './health-report/read'
export { getHealth } from './live/health'
export { listAllReceivers, notificationsOf } from './notifications'
export { readOverview } from './overview/read'
export { getPacket, listPackets } from './packets/read'
export { buildId } from './process'
export { listProviders } from './providers/list'
export { planRoute } from './providers/plan'
export { getQueue, getQueues } from './queues'
export { listKeptReceipts } from './receipts/list'
export { getRecurrences } from './recurrences'
export { readScoreboard } from './scoreboard'
export { listSelfTests } from './self-test/self-tests'
export { getViews } from './views'

/** Packets in each status, at most a few seconds old. @throws ApiError STORE_UNREACHABLE */
export function getCounts(): Promise<StatusCounts> {
  return statusCounts().recent()
}

/** Packets that wait, settle or were delivered twice, at most a few seconds old. @throws ApiError STORE_UNREACHABLE */
export function getAttention(): Promise<Attention> {
  return attention().recent()
}

/** Temporal's own pages, to link to; null when TEMPORAL_UI_URL is not set. */
export function getTemporalUi(): { url: string; namespace: string } | null {
  const { temporalUiUrl: url, temporal } = settings()
  return url === null ? null : { url, namespace: temporal.namespace }
}

/** The page of the carrier simulator, to link to; null when SIMULATOR_URL is not set. */
export function getSimulatorUrl(): string | null {
  return settings().simulatorUrl
}
