'use client'
import { useEffect, useRef, useState } from 'react'
import { statusLooks } from '@/components/route/looks'
import { type Packet, type PacketStatus, packetStatuses } from '@/lib/packet/packet'

/** Often enough to follow the list, and seldom enough not to talk all the time. */
const everyMs = 5_000

interface ListNewsProps {
  /** Null until the list is read. */
  rows: readonly Packet[] | null
  /** Ids of the first page, where new packets appear. Later pages are read when the list is scrolled. */
  first: readonly string[]
  scope: string
}

/** Announces a summary of the list's changes to screen readers. The initial list is not announced. */
export function ListNews({ rows, first, scope }: ListNewsProps) {
  const [news, setNews] = useState('')
  const latest = useRef({ rows, first })
  useEffect(() => {
    latest.current = { rows, first }
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list, which starts without news
  useEffect(() => {
    let known: ReadonlyMap<string, PacketStatus> | null = null
    const timer = setInterval(() => {
      const { rows, first } = latest.current
      if (rows === null) return
      const now = new Map(rows.map((packet) => [packet.id, packet.status]))
      if (known !== null) setNews(newsBetween(known, now, first))
      known = now
    }, everyMs)
    return () => clearInterval(timer)
  }, [scope])
  return (
    <p role="status" className="sr-only">
      {news}
    </p>
  )
}

/** "3 new, 2 Delivered, 1 Exhausted"; empty when nothing changed. */
export function newsBetween(
  before: ReadonlyMap<string, PacketStatus>,
  now: ReadonlyMap<string, PacketStatus>,
  first: readonly string[],
): string {
  const fresh = first.filter((id) => !before.has(id)).length
  const changed = [...now].filter(([id, status]) => before.has(id) && before.get(id) !== status)
  const parts = packetStatuses.flatMap((status) => {
    const count = changed.filter(([, each]) => each === status).length
    return count === 0 ? [] : `${count} ${statusLooks[status].word}`
  })
  return [...(fresh === 0 ? [] : [`${fresh} new`]), ...parts].join(', ')
}
