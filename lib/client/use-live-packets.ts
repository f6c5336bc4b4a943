import { keepPreviousData, type QueryClient, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { apiPaths } from '@/lib/contract/paths'
import type { ListChange, Standing } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { filterParams, withParams } from './filter-params'
import { fetchHealth } from './health'
import { fetchPackets, packetsQuery } from './list-packets'
import { applyListChange, type LiveList, mergeRows, visiblyChanged } from './live-list'
import { request } from './request'
import { attentionKey, countsKey, healthKey } from './standing'
import { useEventStream } from './use-event-stream'
import { useGlow } from './use-glow'
import { useHealing } from './use-healing'
import { useReturn } from './use-return'

/** More loaded pages than this are not fetched again: who reads that far back reads what has ended. */
const mostHealed = 8

/** The list for a filter: fetched in pages, its first page live. */
export function useLivePackets(filter: PacketFilter) {
  const params = filterParams(filter)
  const client = useQueryClient()
  const query = useInfiniteQuery({ ...packetsQuery(filter), placeholderData: keepPreviousData })
  const [live, setLive] = useState<{ params: string; list: LiveList } | null>(null)
  const { glowing, glow } = useGlow()

  const current = live?.params === params ? live.list : null
  // Rows of the filter before stand in only until this one has any of its own.
  const outdated = query.isPlaceholderData && current === null
  const pages = query.isPlaceholderData && !outdated ? undefined : query.data?.pages
  const shown = useMemo(() => mergeRows(pages ?? [], current), [pages, current])

  const source = {
    path: withParams(apiPaths.listEvents, params),
    read: (signal: AbortSignal) => readList(client, filter, signal),
  }
  const link = useEventStream(source, (name, json) => {
    if (name === 'counts') client.setQueryData(countsKey, JSON.parse(json))
    if (name === 'attention') client.setQueryData(attentionKey, JSON.parse(json))
    if (name === 'health') client.setQueryData(healthKey, JSON.parse(json))
    if (name !== 'list') return
    const change: ListChange = JSON.parse(json)
    if (!outdated && (current !== null || pages !== undefined)) {
      glow(visiblyChanged(byId(shown.rows), change.changed))
    }
    setLive((was) => {
      const before = was?.params === params ? was.list : null
      return { params, list: applyListChange(before, change) }
    })
  })

  const loaded = pages?.length ?? 0
  const heal = async () => {
    const atTop = window.scrollY < window.innerHeight
    if (!atTop && loaded > mostHealed) return
    if (atTop) client.setQueryData(packetsQuery(filter).queryKey, firstPageOnly)
    await query.refetch()
    setLive((was) => was && { ...was, list: { ...was.list, pushedOff: [] } })
  }
  useHealing(shown.carried > 0 || loaded > 1 ? current : null, heal)
  useReturn(link, heal)

  const total = current?.total ?? pages?.[0]?.total ?? 0
  const first = current?.order ?? pages?.[0]?.items.map((packet) => packet.id) ?? []
  return { query, link, glowing, outdated, rows: shown.rows, first, total, scope: params }
}

/** What the stream of a list would tell now. */
async function readList(
  client: QueryClient,
  filter: PacketFilter,
  signal: AbortSignal,
): Promise<[string, unknown][]> {
  const [page, standing, health] = await Promise.all([
    fetchPackets(filter, null, signal),
    request<Standing>(apiPaths.counts, { signal }),
    fetchHealth(client, signal),
  ])
  const order = page.items.map(({ id }) => id)
  return [
    ['list', { order, changed: page.items, total: page.total } satisfies ListChange],
    ['counts', standing.counts],
    ['attention', standing.attention],
    ['health', health],
  ]
}

/** Nobody looks at what is behind it; it is fetched again when somebody scrolls there. */
function firstPageOnly<P, C>(data: { pages: P[]; pageParams: C[] } | undefined) {
  return data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) }
}

function byId(packets: readonly Packet[]): Map<string, Packet> {
  return new Map(packets.map((packet) => [packet.id, packet]))
}
