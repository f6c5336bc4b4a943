'use client'
/** Follows watched packets and alerts of views from any page, and looks for new findings while the page lacks the focus. */
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from 'react'
import { counted, shortenMiddle } from '@/components/ui/format'
import { useKept } from '@/components/ui/kept'
import { tellUntilClosed, tellWithWay } from '@/components/ui/toast'
import { withParams } from '@/lib/client/api'
import { ClientError } from '@/lib/client/client-error'
import { findingsQuery, packetQuery } from '@/lib/client/queries'
import type { Findings } from '@/lib/contract/overview'
import { pagePaths } from '@/lib/contract/paths'
import { isFinal, type Packet } from '@/lib/packet/packet'
import { alertsWanted, noteTold, type ViewAlert } from './alerts'
import { type DesktopNews, tellDesktop } from './desktop'
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
  const focused = useSyncExternalStore(onFocus, hasFocus, () => true)
  const tellsAlerts = useKept(alertsWanted)
  useEffect(() => {
    if (focused) clearNews()
  }, [focused])
  return (
    <>
      {watched.map((each) => (
        <Follow key={each.id} watched={each} />
      ))}
      {!focused && <CountFindings />}
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
    if (!hasFocus()) noteNewsOfPacket(id, word)
    // The page of the packet shows the change itself.
    announce({ title, body: now.reason, of: id, onOpen: () => router.push(path) }, here ? null : title)
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

/** Counts the findings that are new since the page lost the focus. */
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
    const onOpen = () => router.push(withParams(pagePaths.packets, filter))
    announce({ title, body, of: `view ${id}`, onOpen }, `${title}. ${body}`)
  })
  useEffect(() => {
    for (const alert of data?.alerts ?? []) if (noteTold(alert)) tell(alert)
  }, [data])
  return null
}

/**
 * On the desktop while the page lacks the focus, otherwise on the page. News that the desktop does not show stays on the
 * page, because it is announced only once.
 *
 * @param onPage the text on the page, null for none
 */
function announce(news: DesktopNews, onPage: string | null): void {
  const focused = hasFocus()
  if ((!focused && tellDesktop(news)) || onPage === null) return
  const tell = focused ? tellWithWay : tellUntilClosed
  tell(onPage, 'Open', news.onOpen)
}

/** False also where the tab is hidden, or its window stands behind or beside the one in use. */
function hasFocus(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}

const focusEvents = ['focus', 'blur', 'visibilitychange'] as const

/** `visibilitychange` bubbles from the document to the window. */
function onFocus(listener: () => void): () => void {
  for (const each of focusEvents) window.addEventListener(each, listener)
  return () => {
    for (const each of focusEvents) window.removeEventListener(each, listener)
  }
}
