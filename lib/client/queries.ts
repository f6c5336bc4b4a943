/** The queries of pages to the API: their cache keys, and when they are repeated. Server and browser share them. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  skipToken,
} from '@tanstack/react-query'
import type { AuditFilter } from '@/lib/contract/audit'
import type { Batch } from '@/lib/contract/batch'
import { isOver } from '@/lib/contract/batch-terms'
import type { BulkAction, BulkChoice } from '@/lib/contract/bulk-action'
import type { BulkResult } from '@/lib/contract/bulk-terms'
import type { KeptReceiptFilter, PacketReceipts, ReceiptEvidence } from '@/lib/contract/kept-receipt'
import type { OverviewWindow } from '@/lib/contract/overview'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { mostCounted, mostPerPage, mostReceiptsPerPage, usualPageSize } from '@/lib/contract/paging'
import type { ProviderList } from '@/lib/contract/provider-list'
import type { ScoreboardWindow } from '@/lib/contract/scoreboard'
import type { Attention, Health, StatusCounts } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { call, newer } from './api'
import { askAgainMs, ClientError, isIntercepted, isRefusal } from './client-error'

/** Pause between two tries while a sign-in page answers: only a person can change that. */
const calmMs = 15_000

interface Asked {
  state: { error: Error | null }
}

/** Refetch interval of data that is read once: repeated only after a failure. */
function askAgain({ state: { error } }: Asked): number | false {
  if (error === null || isRefusal(error)) return false
  return isIntercepted(error) ? calmMs : askAgainMs
}

/** Refetch interval of data that is polled. */
function every(ms: number): (query: Asked) => number {
  return ({ state: { error } }) => (isIntercepted(error) ? Math.max(ms, calmMs) : ms)
}

/** Options of data that is read in pages. */
const byCursor = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor,
}

/** The query for the page at a cursor, with as many rows as the live first page has. */
export function pageAt(cursor: string | null) {
  return { cursor, limit: String(usualPageSize) }
}

/** Kept current by the packet's event stream. */
export function packetQuery(id: string) {
  const queryKey = ['packet', id] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }) => {
      const packet = await call('GET /api/packets/{id}', { params: { id }, signal })
      return newer(client.getQueryData<Packet>(queryKey), packet)
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}

/** Caches a packet from a stream or from the answer to a change, unless a newer state is known. */
export function notePacket(client: QueryClient, packet: Packet): void {
  client.setQueryData<Packet>(packetQuery(packet.id).queryKey, (known) => newer(known, packet))
}

/** Contents never change. They are dropped from the browser's memory when the page that asked for them is left. */
export function contentsQuery(id: string) {
  return queryOptions({
    queryKey: ['packet', id, 'contents'],
    queryFn: ({ signal }) => call('GET /api/packets/{id}/contents', { params: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchInterval: askAgain,
  })
}

export function historyQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['packet', id, 'history'],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/packets/{id}/history', { params: { id }, query: { cursor: pageParam }, signal }),
    ...byCursor,
    refetchInterval: askAgain,
  })
}

/** The first 10,000 receipts of a packet, and their total. Read again when the packet has changed. */
export function packetReceiptsQuery({ id, updatedAt }: Pick<Packet, 'id' | 'updatedAt'>) {
  return queryOptions({
    queryKey: ['packet-receipts', id, updatedAt],
    queryFn: ({ signal }) => readReceipts(id, signal),
    placeholderData: keepPreviousData,
  })
}

async function readReceipts(
  id: string,
  signal: AbortSignal,
): Promise<Pick<PacketReceipts, 'items' | 'total'>> {
  const items: ReceiptEvidence[] = []
  let cursor: string | null = null
  for (;;) {
    const query = { cursor, limit: String(mostReceiptsPerPage) }
    const page: PacketReceipts = await call('GET /api/packets/{id}/receipts', {
      params: { id },
      query,
      signal,
    })
    items.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null || items.length >= mostCounted) return { items, total: page.total }
  }
}

/** The receivers of notifications. */
export const receiversQuery = queryOptions({
  queryKey: ['receivers'],
  queryFn: ({ signal }) => call('GET /api/receivers', { signal }),
  refetchInterval: every(5_000),
})

/** Polled while a notification waits to be sent. Callers refetch when the packet changes. */
export function packetNotificationsQuery(id: string) {
  return queryOptions({
    queryKey: ['packet-notifications', id],
    queryFn: ({ signal }) => call('GET /api/packets/{id}/notifications', { params: { id }, signal }),
    refetchInterval: (query) => {
      const waits = query.state.data?.items.some(({ state }) => state === 'WAITING')
      return waits ? every(2_000)(query) : askAgain(query)
    },
  })
}

/** Kept current by the list's event stream, so it never goes stale by itself. */
export function packetsQuery(filter: PacketFilter) {
  return infiniteQueryOptions({
    queryKey: ['packets', filter],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/packets', { query: { ...filter, ...pageAt(pageParam) }, signal }),
    ...byCursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}

/** Packets with exactly this name as their id, or as that of their batch, workflow, run, queue or receipt. */
export function namedQuery(id: string) {
  return queryOptions({
    queryKey: ['named', id],
    queryFn: ({ signal }) => call('GET /api/packets', { query: { id, ...pageAt(null) }, signal }),
    staleTime: 2_000,
    retry: false,
  })
}

/** The first few packets of a filter, to be shown next to something else. */
export function fewPacketsQuery(filter: PacketFilter) {
  return queryOptions({
    queryKey: ['few-packets', filter],
    queryFn: ({ signal }) => call('GET /api/packets', { query: { ...filter, limit: '8' }, signal }),
    refetchInterval: every(10_000),
  })
}

/** The server counts the packets of views once for all clients. */
export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => call('GET /api/views', { signal }),
  refetchInterval: every(5_000),
})

/** Filled by the first paint and then by the list's event stream. */
export const countsQuery = queryOptions<StatusCounts>({
  queryKey: ['counts'],
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
})

/** What needs attention. Filled by the first paint and by streams. */
export const attentionQuery = queryOptions<Attention>({
  queryKey: ['attention'],
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
})

const healthKey = ['health'] as const

/** Whether the parts behind the pages work. An event stream tells this, too. */
export const healthQuery = queryOptions({
  queryKey: healthKey,
  queryFn: ({ client, signal }) => fetchHealth(client, signal),
  refetchInterval: every(10_000),
})

/** Without a worker the answer says nothing of a pause or of stuck packets, so their last known state is kept. */
export async function fetchHealth(client: QueryClient, signal: AbortSignal): Promise<Health> {
  try {
    const { workers, sending, stuck, warnings } = await call('GET /api/health/ready', { signal })
    return { store: 'up', temporal: 'up', workers, reasons: [], sending, stuck, warnings }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    if (error.code === 'NOT_READY') {
      const { sending = null, stuck = null, warnings = [] } = client.getQueryData<Health>(healthKey) ?? {}
      return { store: 'up', temporal: 'up', workers: 0, reasons: [error.message], sending, stuck, warnings }
    }
    const unknown = { reasons: [error.message], workers: null, sending: null, stuck: null, warnings: [] }
    if (error.code === 'STORE_UNREACHABLE' || error.code === 'STORE_SET_BACK')
      return { store: 'down', temporal: 'up', ...unknown }
    if (error.code === 'TEMPORAL_UNREACHABLE') return { store: 'up', temporal: 'down', ...unknown }
    throw error
  }
}

export const healthReportQuery = queryOptions({
  queryKey: ['health-report'],
  queryFn: ({ signal }) => call('GET /api/health', { signal }),
  refetchInterval: every(3_000),
})

export const selfTestsQuery = queryOptions({
  queryKey: ['self-tests'],
  queryFn: ({ signal }) => call('GET /api/self-tests', { signal }),
  // A self-test under way is polled more often.
  refetchInterval: (query) =>
    every(query.state.data?.items.some(({ state }) => state === 'running') ? 1_000 : 3_000)(query),
})

/** The server counts packets at most every few seconds. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) => call('GET /api/providers', { signal }),
  // Polled more often while a probe is under way or a breaker is not closed.
  refetchInterval: (query) => every(query.state.data?.items.some(isMoving) ? 1_000 : 5_000)(query),
})

function isMoving({ state: { probe, breaker } }: ProviderList['items'][number]): boolean {
  return probe?.phase === 'queued' || probe?.phase === 'sent' || breaker.state !== 'closed'
}

/** Consumers report every few seconds. */
export const brokerQuery = queryOptions({
  queryKey: ['broker'],
  queryFn: ({ signal }) => call('GET /api/broker', { signal }),
  refetchInterval: every(5_000),
})

export function overviewQuery(window: OverviewWindow) {
  return queryOptions({
    queryKey: ['overview', window],
    queryFn: ({ signal }) => call('GET /api/overview', { query: { window }, signal }),
    refetchInterval: every(2_000),
    placeholderData: keepPreviousData,
  })
}

/** What needs an operator. Followed from every page, even in a hidden tab. */
export const findingsQuery = queryOptions({
  queryKey: ['findings'],
  queryFn: ({ signal }) => call('GET /api/findings', { signal }),
  refetchInterval: every(15_000),
  refetchIntervalInBackground: true,
  gcTime: 0,
})

export function scoreboardQuery(window: ScoreboardWindow) {
  return queryOptions({
    queryKey: ['scoreboard', window],
    queryFn: ({ signal }) => call('GET /api/providers/scoreboard', { query: { window }, signal }),
    refetchInterval: every(3_000),
    placeholderData: keepPreviousData,
  })
}

/** The destination that a dry run starts with. */
export const exampleDestination = '+016660002222'

/** The first part of the key of all plans. */
export const routePlans = ['route']

export function routePlanQuery(destination: string) {
  return queryOptions({
    queryKey: [...routePlans, destination],
    queryFn: ({ signal }) => call('GET /api/route', { query: { destination }, signal }),
    refetchInterval: every(5_000),
    placeholderData: keepPreviousData,
  })
}

/** How a time in words is understood. The result depends on the present time, so it is not cached. */
export function timeQuery(text: string, timeZone: string) {
  return queryOptions({
    queryKey: ['time', text, timeZone],
    queryFn: ({ signal }) => call('GET /api/times', { query: { text, timeZone }, signal }),
    retry: false,
    gcTime: 0,
  })
}

/** Polled, because their runs pass. */
export const recurrencesQuery = queryOptions({
  queryKey: ['recurrences'],
  queryFn: ({ signal }) => call('GET /api/recurrences', { signal }),
  refetchInterval: every(5_000),
})

/** The first part of the key of all queries of queues. */
export const queuesKey = ['queues'] as const

/** The server reads the queues at most once a second. */
export const queuesQuery = infiniteQueryOptions({
  queryKey: [...queuesKey, 'all'],
  queryFn: ({ pageParam, signal }) => call('GET /api/queues', { query: { cursor: pageParam }, signal }),
  ...byCursor,
  refetchInterval: every(2_000),
})

export function queueQuery(orderingKey: string) {
  return queryOptions({
    queryKey: [...queuesKey, 'one', orderingKey],
    queryFn: ({ signal }) => call('GET /api/queues/{key}', { params: { key: orderingKey }, signal }),
    refetchInterval: (query) => {
      const { error } = query.state
      return error !== null && isRefusal(error) ? false : every(2_000)(query)
    },
  })
}

/** A packet's place in its queue, which its event stream does not tell. `known` is the place read with the packet. */
export function placeQuery({ id, queue: known }: Pick<Packet, 'id' | 'queue'>) {
  return queryOptions({
    queryKey: ['packet', id, 'place'],
    queryFn: async ({ signal }) => (await call('GET /api/packets/{id}', { params: { id }, signal })).queue,
    initialData: known ?? undefined,
    refetchInterval: every(2_000),
  })
}

const isUnderWay = (batch: Batch) => !isOver(batch.state)

/** The server counts the packets of batches at most once a second. */
export const batchesQuery = infiniteQueryOptions({
  queryKey: ['batches'],
  queryFn: ({ pageParam, signal }) => call('GET /api/batches', { query: { cursor: pageParam }, signal }),
  ...byCursor,
  refetchInterval: (query) => {
    const moves = query.state.data?.pages.some(({ items }) => items.some(isUnderWay)) ?? false
    return every(moves ? 2_000 : 10_000)(query)
  },
})

/** Kept current by the event stream of its list. */
export function batchQuery(id: string) {
  return queryOptions({
    queryKey: ['batch', id],
    queryFn: ({ signal }) => call('GET /api/batches/{id}', { params: { id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}

/** The rows at fault; read again when their number has changed. */
export function faultsQuery({ id, badRowCount }: Pick<Batch, 'id' | 'badRowCount'>) {
  return infiniteQueryOptions({
    queryKey: ['batch', id, 'faults', badRowCount],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/batches/{id}/faults', { params: { id }, query: { cursor: pageParam }, signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: askAgain,
  })
}

/** The API's own description; it changes only with the server's version. */
export const openApiQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: ({ signal }) => call('GET /api/openapi.json', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  refetchInterval: askAgain,
})

/** Refetch interval of lists that are polled. All loaded pages are read again, so more than one is polled less often. */
function everyPage(query: Asked & { state: { data: { pages: unknown[] } | undefined } }): number | false {
  const { data, error } = query.state
  if (error !== null && isRefusal(error)) return false
  return every((data?.pages.length ?? 0) > 1 ? 15_000 : 4_000)(query)
}

/**
 * The latest 200 entries of what operators did with a packet, and their total. Read again when the packet has changed,
 * and while a result is still open.
 */
export function packetAuditQuery({
  id,
  updatedAt,
  repeatedBy,
}: Pick<Packet, 'id' | 'updatedAt' | 'repeatedBy'>) {
  return queryOptions({
    queryKey: ['packet-audit', id, updatedAt, repeatedBy.length],
    queryFn: ({ signal }) =>
      call('GET /api/audit', { query: { ...auditOfPacket(id), limit: String(mostPerPage) }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => {
      const isOpen = query.state.data?.items.some(({ result }) => result === 'UNKNOWN')
      return isOpen ? every(2_000)(query) : askAgain(query)
    },
  })
}

export function auditOfPacket(id: string): { subject: string } {
  return { subject: id }
}

/** What operators did. */
export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/audit', { query: { ...filter, ...pageAt(pageParam) }, signal }),
    ...byCursor,
    refetchInterval: everyPage,
  })
}

/** Receipts that no packet took. */
export function receiptsQuery(filter: KeptReceiptFilter) {
  return infiniteQueryOptions({
    queryKey: ['receipts', filter],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/receipts', { query: { ...filter, ...pageAt(pageParam) }, signal }),
    ...byCursor,
    refetchInterval: everyPage,
  })
}

const isUnderWayInBulk = ({ state, counts }: Pick<BulkAction, 'state' | 'counts'>) =>
  state === 'RUNNING' || counts.ASKED > 0

/** Newest first. */
export const bulkActionsQuery = infiniteQueryOptions({
  queryKey: ['bulk-actions'],
  queryFn: ({ pageParam, signal }) => call('GET /api/bulk-actions', { query: { cursor: pageParam }, signal }),
  ...byCursor,
  refetchInterval: everyPage,
})

export function bulkActionQuery(id: string) {
  return queryOptions({
    queryKey: ['bulk-action', id],
    queryFn: ({ signal }) => call('GET /api/bulk-actions/{id}', { params: { id }, signal }),
    refetchInterval: (query) => {
      const moves = query.state.data !== undefined && isUnderWayInBulk(query.state.data)
      return every(moves ? 1_000 : 10_000)(query)
    },
  })
}

/** Polled as long as results come, and read once more after the last one. */
export function bulkItemsQuery(
  bulk: Pick<BulkAction, 'id' | 'state' | 'endedAt' | 'counts'>,
  result: BulkResult | null,
) {
  const { id, endedAt, counts } = bulk
  return infiniteQueryOptions({
    queryKey: ['bulk-action', id, 'items', result, endedAt, counts.ASKED === 0],
    queryFn: ({ pageParam, signal }) =>
      call('GET /api/bulk-actions/{id}/items', {
        params: { id },
        query: { result, cursor: pageParam },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (isUnderWayInBulk(bulk) ? everyPage(query) : askAgain(query)),
  })
}

/** Never cached: read again each time that it is shown. */
export function bulkPreviewQuery(choice: BulkChoice) {
  return queryOptions({
    queryKey: ['bulk-preview', choice],
    queryFn: ({ signal }) => call('POST /api/bulk-action-previews', { body: choice, signal }),
    gcTime: 0,
    staleTime: 0,
    // What an operator is about to confirm must not change under their eyes.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  })
}
