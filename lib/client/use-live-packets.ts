import { keepPreviousData, type QueryClient, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { apiPaths } from '@/lib/contract/paths'
import type { ListChange } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { fetchBatch, fetchPackets, fetchStanding, withParams } from './api'
import type { LinkState } from './link-state'
import { applyListChange, type LiveList, mergeRows, visiblyChanged } from './live-list'
import { attentionQuery, batchQuery, countsQuery, fetchHealth, healthQuery, packetsQuery } from './queries'
import { useEventStream } from './use-event-stream'

/** More loaded pages than this are not fetched again: who reads that far back reads what has ended. */
const mostHealed = 8

/** The list for a filter: fetched in pages, its first page live. */
export function useLivePackets(filter: PacketFilter) {
  const path = withParams(apiPaths.listEvents, filter)
  const client = useQueryClient()
  const query = useInfiniteQuery({ ...packetsQuery(filter), placeholderData: keepPreviousData })
  const [live, setLive] = useState<{ path: string; list: LiveList } | null>(null)
  const { glowing, glow } = useGlow()

  const current = live?.path === path ? live.list : null
  // Rows of the filter before stand in only until this one has any of its own.
  const outdated = query.isPlaceholderData && current === null
  const pages = query.isPlaceholderData && !outdated ? undefined : query.data?.pages
  const shown = useMemo(() => mergeRows(pages ?? [], current), [pages, current])

  const source = { path, read: (signal: AbortSignal) => readList(client, filter, signal) }
  const link = useEventStream(source, (name, json) => {
    if (name === 'counts') client.setQueryData(countsQuery.queryKey, JSON.parse(json))
    if (name === 'attention') client.setQueryData(attentionQuery.queryKey, JSON.parse(json))
    if (name === 'batch' && filter.batch !== undefined)
      client.setQueryData(batchQuery(filter.batch).queryKey, JSON.parse(json))
    if (name === 'health') client.setQueryData(healthQuery.queryKey, JSON.parse(json))
    if (name !== 'list') return
    const change: ListChange = JSON.parse(json)
    if (!outdated && (current !== null || pages !== undefined)) {
      glow(visiblyChanged(byId(shown.rows), change.changed))
    }
    setLive((was) => {
      const before = was?.path === path ? was.list : null
      return { path, list: applyListChange(before, change) }
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
  return { query, link, glowing, outdated, rows: shown.rows, first, total, scope: path }
}

/** What the stream of a list would tell now. */
async function readList(
  client: QueryClient,
  filter: PacketFilter,
  signal: AbortSignal,
): Promise<[string, unknown][]> {
  const { batch: batchId } = filter
  const [page, standing, health, batch] = await Promise.all([
    fetchPackets(filter, null, signal),
    fetchStanding(signal),
    fetchHealth(client, signal),
    batchId === undefined ? null : fetchBatch(batchId, signal),
  ])
  const order = page.items.map(({ id }) => id)
  return [
    ['list', { order, changed: page.items, total: page.total } satisfies ListChange],
    ['counts', standing.counts],
    ['attention', standing.attention],
    ['health', health],
    ...(batch === null ? [] : [['batch', batch] satisfies [string, unknown]]),
  ]
}

/** Nobody looks at what is behind it; it is fetched again when somebody scrolls there. */
function firstPageOnly<P, C>(data: { pages: P[]; pageParams: C[] } | undefined) {
  return data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) }
}

function byId(packets: readonly Packet[]): Map<string, Packet> {
  return new Map(packets.map((packet) => [packet.id, packet]))
}

const healMs = 10_000

/**
 * Pages behind the live first one grow old. While that matters, they are renewed now and then, if the stream has
 * shown a change since. `cause` is the live list, or null while there is nothing to renew.
 */
function useHealing(cause: LiveList | null, heal: () => void): void {
  const dirty = useRef(false)
  const onHeal = useEffectEvent(heal)
  const wanted = cause !== null
  useEffect(() => {
    if (cause !== null) dirty.current = true
  }, [cause])
  useEffect(() => {
    if (!wanted) return
    const timer = setInterval(() => {
      if (!dirty.current || document.visibilityState === 'hidden') return
      dirty.current = false
      onHeal()
    }, healMs)
    return () => clearInterval(timer)
  }, [wanted])
}

/** Acts when a stream is live again after it was lost: it tells what is, and not what became of what it told before. */
function useReturn(link: LinkState, act: () => void): void {
  const lost = useRef(false)
  const onReturn = useEffectEvent(act)
  useEffect(() => {
    if (link.is === 'live' && lost.current) onReturn()
    lost.current = link.is === 'reconnecting' || link.is === 'stale' || link.is === 'intercepted'
  }, [link.is])
}

const glowMs = 1_200

/** Ids of rows that have just changed; each is named for a moment. */
function useGlow() {
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set<string>())
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>())
  useEffect(() => () => timers.current.forEach(clearTimeout), [])
  const glow = (ids: string[]) => {
    if (ids.length === 0) return
    setGlowing((was) => new Set([...was, ...ids]))
    const timer = setTimeout(() => {
      timers.current.delete(timer)
      setGlowing((was) => new Set([...was].filter((id) => !ids.includes(id))))
    }, glowMs)
    timers.current.add(timer)
  }
  return { glowing, glow }
}
