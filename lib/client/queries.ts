/** What pages ask the API, under which key an answer is kept, and when it is asked again. Server and browser share them. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  skipToken,
} from '@tanstack/react-query'
import type { Batch } from '@/lib/contract/batch'
import { isOver } from '@/lib/contract/batch-terms'
import type { KeptReceiptFilter } from '@/lib/contract/kept-receipt'
import type { PacketFilter } from '@/lib/contract/packet-list'
import type { ProviderList } from '@/lib/contract/provider-list'
import type { ScoreboardWindow } from '@/lib/contract/scoreboard'
import type { Attention, Health, StatusCounts } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import {
  fetchBatch,
  fetchBatches,
  fetchBroker,
  fetchContents,
  fetchFaults,
  fetchHealthReport,
  fetchHistory,
  fetchKeptReceipts,
  fetchPacket,
  fetchPacketNotifications,
  fetchPacketReceipts,
  fetchPackets,
  fetchProviders,
  fetchQueue,
  fetchQueues,
  fetchReadiness,
  fetchReceivers,
  fetchRecurrences,
  fetchRoutePlan,
  fetchScoreboard,
  fetchSelfTests,
  fetchTime,
  newer,
} from './api'
import { askAgainMs, ClientError, isIntercepted, isRefusal } from './client-error'

/** Between two tries while a sign-in page answers: only a person can change that. */
const calmMs = 15_000

interface Asked {
  state: { error: Error | null }
}

/** For what is read once: again only after it failed. */
function askAgain({ state: { error } }: Asked): number | false {
  if (error === null || isRefusal(error)) return false
  return isIntercepted(error) ? calmMs : askAgainMs
}

/** For what is asked all the time. */
function every(ms: number): (query: Asked) => number {
  return ({ state: { error } }) => (isIntercepted(error) ? Math.max(ms, calmMs) : ms)
}

/** For what is read in pages. */
const byCursor = {
  initialPageParam: null as string | null,
  getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor,
}

/** Kept current by the packet's event stream. */
export function packetQuery(id: string) {
  const queryKey = ['packet', id] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ client, signal }) => {
      const packet = await fetchPacket(id, signal)
      return newer(client.getQueryData<Packet>(queryKey), packet)
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}

/** Takes a packet from a stream or from the answer to a change, unless what is known is newer. */
export function notePacket(client: QueryClient, packet: Packet): void {
  client.setQueryData<Packet>(packetQuery(packet.id).queryKey, (known) => newer(known, packet))
}

/** Contents never change; they leave the browser's memory with the page that asked for them. */
export function contentsQuery(id: string) {
  return queryOptions({
    queryKey: ['packet', id, 'contents'],
    queryFn: ({ signal }) => fetchContents(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchInterval: askAgain,
  })
}

export function historyQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['packet', id, 'history'],
    queryFn: ({ pageParam, signal }) => fetchHistory(id, pageParam, signal),
    ...byCursor,
    refetchInterval: askAgain,
  })
}

/** Read again when the packet has changed. */
export function packetReceiptsQuery({ id, updatedAt }: Pick<Packet, 'id' | 'updatedAt'>) {
  return queryOptions({
    queryKey: ['packet-receipts', id, updatedAt],
    queryFn: ({ signal }) => fetchPacketReceipts(id, signal),
    placeholderData: keepPreviousData,
  })
}

/** Who is told. */
export const receiversQuery = queryOptions({
  queryKey: ['receivers'],
  queryFn: ({ signal }) => fetchReceivers(signal),
  refetchInterval: every(5_000),
})

/** Read again while something waits to be told; to be read again when the packet changes. */
export function packetNotificationsQuery(id: string) {
  return queryOptions({
    queryKey: ['packet-notifications', id],
    queryFn: ({ signal }) => fetchPacketNotifications(id, signal),
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
    queryFn: ({ pageParam, signal }) => fetchPackets(filter, pageParam, signal),
    ...byCursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}

/** Filled by the first paint and then by the list's event stream. */
export const countsQuery = queryOptions<StatusCounts>({
  queryKey: ['counts'],
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
})

/** Likewise. */
export const attentionQuery = queryOptions<Attention>({
  queryKey: ['attention'],
  queryFn: skipToken,
  staleTime: Number.POSITIVE_INFINITY,
})

const healthKey = ['health'] as const

/** Whether the parts behind the pages work. An event stream tells it too. */
export const healthQuery = queryOptions({
  queryKey: healthKey,
  queryFn: ({ client, signal }) => fetchHealth(client, signal),
  refetchInterval: every(10_000),
})

/** Without a worker the answer does not tell of a pause or of stuck packets, and nobody changes either. */
export async function fetchHealth(client: QueryClient, signal: AbortSignal): Promise<Health> {
  try {
    const { workers, sending, stuck, warnings } = await fetchReadiness(signal)
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
  queryFn: ({ signal }) => fetchHealthReport(signal),
  refetchInterval: every(3_000),
})

export const selfTestsQuery = queryOptions({
  queryKey: ['self-tests'],
  queryFn: ({ signal }) => fetchSelfTests(signal),
  // One that is under way is watched.
  refetchInterval: (query) =>
    every(query.state.data?.items.some(({ state }) => state === 'running') ? 1_000 : 3_000)(query),
})

/** The server counts at most every few seconds. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) => fetchProviders(signal),
  // A probe or a breaker is worth watching.
  refetchInterval: (query) => every(query.state.data?.items.some(isMoving) ? 1_000 : 5_000)(query),
})

function isMoving({ state: { probe, breaker } }: ProviderList['items'][number]): boolean {
  return probe?.phase === 'queued' || probe?.phase === 'sent' || breaker.state !== 'closed'
}

/** Consumers report every few seconds. */
export const brokerQuery = queryOptions({
  queryKey: ['broker'],
  queryFn: ({ signal }) => fetchBroker(signal),
  refetchInterval: every(5_000),
})

export function scoreboardQuery(window: ScoreboardWindow) {
  return queryOptions({
    queryKey: ['scoreboard', window],
    queryFn: ({ signal }) => fetchScoreboard(window, signal),
    refetchInterval: every(3_000),
    placeholderData: keepPreviousData,
  })
}

/** What a dry run begins with. */
export const exampleDestination = '+016660002222'

/** What all plans are kept under. */
export const routePlans = ['route']

export function routePlanQuery(destination: string) {
  return queryOptions({
    queryKey: [...routePlans, destination],
    queryFn: ({ signal }) => fetchRoutePlan(destination, signal),
    refetchInterval: every(5_000),
    placeholderData: keepPreviousData,
  })
}

/** How a time in words is understood; what it comes to changes with the clock. */
export function timeQuery(text: string, timeZone: string) {
  return queryOptions({
    queryKey: ['time', text, timeZone],
    queryFn: ({ signal }) => fetchTime(text, timeZone, signal),
    retry: false,
    gcTime: 0,
  })
}

/** Their runs come to the second. */
export const recurrencesQuery = queryOptions({
  queryKey: ['recurrences'],
  queryFn: ({ signal }) => fetchRecurrences(signal),
  refetchInterval: every(5_000),
})

/** What all of them are kept under. */
export const queuesKey = ['queues'] as const

/** The server reads them at most once a second. */
export const queuesQuery = infiniteQueryOptions({
  queryKey: [...queuesKey, 'all'],
  queryFn: ({ pageParam, signal }) => fetchQueues(pageParam, signal),
  ...byCursor,
  refetchInterval: every(2_000),
})

export function queueQuery(orderingKey: string) {
  return queryOptions({
    queryKey: [...queuesKey, 'one', orderingKey],
    queryFn: ({ signal }) => fetchQueue(orderingKey, signal),
    refetchInterval: (query) => {
      const { error } = query.state
      return error !== null && isRefusal(error) ? false : every(2_000)(query)
    },
  })
}

/** Where a packet stands in its queue, which its event stream does not tell. `known` is what was read with the packet. */
export function placeQuery({ id, queue: known }: Pick<Packet, 'id' | 'queue'>) {
  return queryOptions({
    queryKey: ['packet', id, 'place'],
    queryFn: async ({ signal }) => (await fetchPacket(id, signal)).queue,
    initialData: known ?? undefined,
    refetchInterval: every(2_000),
  })
}

const isUnderWay = (batch: Batch) => !isOver(batch.state)

/** Counted at most once a second. */
export const batchesQuery = infiniteQueryOptions({
  queryKey: ['batches'],
  queryFn: ({ pageParam, signal }) => fetchBatches(pageParam, signal),
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
    queryFn: ({ signal }) => fetchBatch(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: askAgain,
  })
}

/** Read again when their number has changed. */
export function faultsQuery({ id, badRowCount }: Pick<Batch, 'id' | 'badRowCount'>) {
  return infiniteQueryOptions({
    queryKey: ['batch', id, 'faults', badRowCount],
    queryFn: ({ pageParam, signal }) => fetchFaults(id, pageParam, signal),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: askAgain,
  })
}

const receiptsMs = 4_000
/** Every page that was read is read again. */
const manyReceiptsMs = 15_000

/** Receipts that no packet took. */
export function receiptsQuery(filter: KeptReceiptFilter) {
  return infiniteQueryOptions({
    queryKey: ['receipts', filter],
    queryFn: ({ pageParam, signal }) => fetchKeptReceipts(filter, pageParam, signal),
    ...byCursor,
    refetchInterval: (query) => {
      const { data, error } = query.state
      if (error !== null && isRefusal(error)) return false
      return every((data?.pages.length ?? 0) > 1 ? manyReceiptsMs : receiptsMs)(query)
    },
  })
}
