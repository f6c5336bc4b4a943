'use client'
import { useEffect, useRef, useState } from 'react'
import { statusLooks } from '@/components/route/looks'
import { type Packet, type PacketStatus, packetStatuses } from '@/lib/packet/packet'

/** Often enough to follow, seldom enough not to talk without a pause. */
const everyMs = 5_000

/** Tells a screen reader what changed in the list, summed up. Says nothing about what it starts with. */
export function ListNews({ rows, scope }: { rows: readonly Packet[]; scope: string }) {
  const [news, setNews] = useState('')
  const latest = useRef(rows)
  useEffect(() => {
    latest.current = rows
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list, with no news yet
  useEffect(() => {
    let known: ReadonlyMap<string, PacketStatus> | null = null
    const timer = setInterval(() => {
      const now = new Map(latest.current.map((packet) => [packet.id, packet.status]))
      if (known !== null) setNews(newsBetween(known, now))
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
): string {
  const fresh = [...now.keys()].filter((id) => !before.has(id)).length
  const changed = [...now].filter(([id, status]) => before.has(id) && before.get(id) !== status)
  const parts = packetStatuses.flatMap((status) => {
    const count = changed.filter(([, each]) => each === status).length
    return count === 0 ? [] : `${count} ${statusLooks[status].word}`
  })
  return [...(fresh === 0 ? [] : [`${fresh} new`]), ...parts].join(', ')
}
