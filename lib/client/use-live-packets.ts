import { keepPreviousData, type QueryClient, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { startTransition, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { apiPath } from '@/lib/contract/paths'
import type { ListChange } from '@/lib/contract/streams'
import type { Packet } from '@/lib/packet/packet'
import { call, withParams } from './api'
import type { LinkState } from './link-state'
import { applyListChange, type LiveList, mergeRows, visiblyChanged } from './live-list'
import {
  attentionQuery,
  batchQuery,
  countsQuery,
  fetchHealth,
  healthQuery,
  packetsQuery,
  pageAt,
} from './queries'
import { useEventStream } from './use-event-stream'

/** More loaded pages than this are not fetched again: packets that far back have ended. */
const mostHealed = 8

/** The list for a filter: fetched in pages, its first page live. */
export function useLivePackets(filter: PacketFilter) {
  const path = withParams(apiPath('/api/events/packets'), filter)
  const client = useQueryClient()
  const query = useInfiniteQuery({ ...packetsQuery(filter), placeholderData: keepPreviousData })
  const [live, setLive] = useState<{ path: string; list: LiveList } | null>(null)
  const { glowing, glow } = useGlow()

  const current = live?.path === path ? live.list : null
  // Rows of the previous filter are shown only until this filter has rows of its own.
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
    draw({ path, change })
  })
  const draw = usePace(live, (all: { path: string; change: ListChange }[]) => {
    const changes = all.flatMap((each) => (each.path === path ? each.change : []))
    if (!outdated && (current !== null || pages !== undefined)) {
      const changed = changes.flatMap((change) => change.changed)
      glow(visiblyChanged(byId(shown.rows), changed))
    }
    setLive((was) => {
      const before = was?.path === path ? was.list : null
      const list = changes.reduce(applyListChange, before)
      return list && { path, list }
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

/** Drawing may take at most 1/10 of the time. */
const drawnShare = 10
const longestWaitMs = 1_000

/**
 * Throttles drawing. Changes that come faster than they can be drawn are drawn together, seldom enough that the page
 * stays responsive, and with lower priority than what is typed or clicked.
 *
 * @param drawn a value that changes whenever something was drawn
 * @returns a function that takes each change
 */
function usePace<T>(drawn: unknown, draw: (all: T[]) => void): (each: T) => void {
  const due = useRef<T[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const begunAt = useRef<number | null>(null)
  const freeAt = useRef(0)
  const onDraw = useEffectEvent(draw)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it has just been drawn
  useEffect(() => {
    const measure = () => {
      // `drawn` may have changed for another reason.
      if (begunAt.current === null) return
      const now = performance.now()
      freeAt.current = now + Math.min(longestWaitMs, (now - begunAt.current) * (drawnShare - 1))
      begunAt.current = null
    }
    // Measures once the frame is on the screen.
    const frame = requestAnimationFrame(() => setTimeout(measure))
    return () => cancelAnimationFrame(frame)
  }, [drawn])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      due.current = []
    },
    [],
  )
  return (each) => {
    if (due.current.push(each) > 1) return
    const begin = () => {
      begunAt.current = performance.now()
      startTransition(() => onDraw(due.current.splice(0)))
    }
    timer.current = setTimeout(begin, Math.max(0, freeAt.current - performance.now()))
  }
}

/** Reads the events that the stream of a list would begin with now. */
async function readList(
  client: QueryClient,
  filter: PacketFilter,
  signal: AbortSignal,
): Promise<[string, unknown][]> {
  const { batch: batchId } = filter
  const [page, standing, health, batch] = await Promise.all([
    call('GET /api/packets', { query: { ...filter, ...pageAt(null) }, signal }),
    call('GET /api/counts', { signal }),
    fetchHealth(client, signal),
    batchId === undefined ? null : call('GET /api/batches/{id}', { params: { id: batchId }, signal }),
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

/** Drops the pages behind the first, which are not visible; scrolling there fetches them again. */
function firstPageOnly<P, C>(data: { pages: P[]; pageParams: C[] } | undefined) {
  return data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) }
}

function byId(packets: readonly Packet[]): Map<string, Packet> {
  return new Map(packets.map((packet) => [packet.id, packet]))
}

const healMs = 10_000

/**
 * Pages behind the live first one grow stale. While that matters, they are refetched now and then, if the stream has
 * shown a change since. `cause` is the live list, or null while there is nothing to refetch.
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

/** Acts when a stream is live again after a loss: it tells the present rows, not what became of rows that have left. */
function useReturn(link: LinkState, act: () => void): void {
  const lost = useRef(false)
  const onReturn = useEffectEvent(act)
  useEffect(() => {
    if (link.is === 'live' && lost.current) onReturn()
    lost.current = link.is === 'reconnecting' || link.is === 'stale' || link.is === 'intercepted'
  }, [link.is])
}

const glowMs = 1_200
/** If more rows change at once, the further ones do not glow. */
const mostGlowing = 6

/** Ids of rows that have just changed; each stays in the set for a moment. */
function useGlow() {
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set<string>())
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>())
  useEffect(() => () => timers.current.forEach(clearTimeout), [])
  const glow = (ids: string[]) => {
    if (ids.length === 0) return
    setGlowing((was) => (was.size + ids.length > mostGlowing ? was : new Set([...was, ...ids])))
    const timer = setTimeout(() => {
      timers.current.delete(timer)
      startTransition(() =>
        setGlowing((was) =>
          ids.some((id) => was.has(id)) ? new Set([...was].filter((id) => !ids.includes(id))) : was,
        ),
      )
    }, glowMs)
    timers.current.add(timer)
  }
  return { glowing, glow }
}
