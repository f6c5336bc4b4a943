'use client'
/** Follows watched packets and alerts of views from any page, and looks for new findings while the tab is hidden. */
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react'
import { counted, shortenMiddle } from '@/components/ui/format'
import { useKept } from '@/components/ui/kept'
import { tellWithWay } from '@/components/ui/toast'
import { withParams } from '@/lib/client/api'
import { ClientError } from '@/lib/client/client-error'
import { findingsQuery, packetQuery } from '@/lib/client/queries'
import type { Findings } from '@/lib/contract/overview'
import { pagePaths } from '@/lib/contract/paths'
import { isFinal, type Packet } from '@/lib/packet/packet'
import { alertsWanted, noteTold, type ViewAlert } from './alerts'
import { tellDesktop } from './desktop'
import { clearNews, noteNewFindings, noteNewsOfPacket } from './title-badge'
import {
  noteWatched,
  standingInWords,
  standingOf,
  stopWatching,
  type Watched,
  watchedPackets,
} from './watched'

export function Watcher() {
  const watched = useKept(watchedPackets)
  const visible = useSyncExternalStore(onVisibility, isVisible, () => true)
  const tellsAlerts = useKept(alertsWanted)
  useEffect(() => {
    if (visible) clearNews()
  }, [visible])
  return (
    <>
      {watched.map((each) => (
        <Follow key={each.id} watched={each} />
      ))}
      {!visible && <CountFindings />}
      {tellsAlerts && <FollowAlerts />}
    </>
  )
}

const everyMs = 5_000

function Follow({ watched: { id, told } }: { watched: Watched }) {
  const { data: packet, error } = useQuery({
    ...packetQuery(id),
    refetchInterval: everyMs,
    refetchIntervalInBackground: true,
  })
  const router = useRouter()
  const path = pagePaths.packet(id)
  const here = usePathname() === path
  const tell = useEffectEvent((now: Packet) => {
    const word = standingInWords(now)
    const title = `${shortenMiddle(id, 20)}: ${word}`
    const open = () => router.push(path)
    if (!isVisible()) noteNewsOfPacket(id, word)
    if (!document.hasFocus()) tellDesktop({ title, body: now.reason, of: id, onOpen: open })
    else if (!here) tellWithWay(title, 'Open', open)
  })
  useEffect(() => {
    if (packet === undefined) return
    if (standingOf(packet) !== told) {
      tell(packet)
      noteWatched(packet)
    }
    if (isFinal(packet)) stopWatching(id)
  }, [packet, told, id])
  const gone = error instanceof ClientError && error.code === 'PACKET_NOT_FOUND'
  useEffect(() => {
    if (gone) stopWatching(id)
  }, [gone, id])
  return null
}

/** Counts the findings that are new since the tab was hidden. */
function CountFindings() {
  const { data } = useQuery(findingsQuery)
  const known = useRef<ReadonlySet<string>>(null)
  useEffect(() => {
    if (data === undefined) return
    const now = namesOf(data)
    known.current ??= new Set(now)
    noteNewFindings(now.filter((name) => !known.current?.has(name)).length)
  }, [data])
  return null
}

/** Names without counts and durations, so that a finding counts as the same when these change; digits within a name stay. */
function namesOf({ findings }: Findings): string[] {
  return findings.map(({ what }) => what.replace(/(?<![\p{L}\d_-])(\d[\d.,]*( (ms|s|min|h)\b)? ?)+/gu, '#'))
}

/** Announces each alert once in this browser. */
function FollowAlerts() {
  const { data } = useQuery(findingsQuery)
  const router = useRouter()
  const tell = useEffectEvent(({ view: { id, name, filter, atLeast } }: ViewAlert) => {
    const title = `View “${shortenMiddle(name, 40)}” alerts`
    const body = `It holds ${counted(atLeast, 'packet', 'packets')} or more.`
    const open = () => router.push(withParams(pagePaths.packets, filter))
    if (document.hasFocus()) tellWithWay(`${title}. ${body}`, 'Open', open)
    else tellDesktop({ title, body, of: `view ${id}`, onOpen: open })
  })
  useEffect(() => {
    for (const alert of data?.alerts ?? []) if (noteTold(alert)) tell(alert)
  }, [data])
  return null
}

function isVisible(): boolean {
  return document.visibilityState === 'visible'
}

function onVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
