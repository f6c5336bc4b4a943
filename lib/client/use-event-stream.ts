import { useEffect, useEffectEvent, useState } from 'react'
import { serverNow } from './answer-headers'
import { type EventStreamOptions, type Hearing, openEventStream } from './event-stream'
import type { LinkState } from './link-state'

interface Source {
  /** Null: no stream, and the state is `ended`. */
  path: string | null
  /** Reads the present state by ordinary requests. */
  read: NonNullable<EventStreamOptions['read']>
}

/** Follows a stream while the component is mounted and its tab visible: hidden tabs must not use up connections. */
export function useEventStream(
  { path, read }: Source,
  handleEvent: (name: string, json: string) => void,
): LinkState {
  const [state, setState] = useState<LinkState>(path === null ? { is: 'ended' } : { is: 'connecting' })
  const onEvent = useEffectEvent(handleEvent)
  const onRead = useEffectEvent(read)
  useEffect(() => {
    if (path === null) {
      setState({ is: 'ended' })
      return
    }
    setState({ is: 'connecting' })
    return followWhileVisible({
      path,
      read: (signal) => onRead(signal),
      onEvent: (name, json) => onEvent(name, json),
      onState: setState,
    })
  }, [path])
  return state
}

/** @returns a function that stops following for good */
function followWhileVisible(options: EventStreamOptions): () => void {
  let leave: (() => void) | null = null
  let ended = false
  // Kept while the tab is hidden: what it shows grows old, and must not look new when the tab is visible again.
  const hearing: Hearing = { at: serverNow() }
  const onState = (state: LinkState) => {
    ended = state.is === 'ended' || state.is === 'refused'
    options.onState(state)
    if (!ended) return
    leave?.()
    leave = null
  }
  const enter = () => {
    let close: (() => void) | null = null
    const leaveSeat = takeSeat((seated) => {
      close?.()
      close = openEventStream({ ...options, hearing, onState, readOnly: !seated })
    })
    return () => {
      leaveSeat()
      close?.()
    }
  }
  const followVisibility = () => {
    const visible = document.visibilityState === 'visible'
    if (visible && leave === null && !ended) leave = enter()
    if (visible || leave === null) return
    leave()
    leave = null
    if (!ended) onState({ is: 'reconnecting' })
  }
  followVisibility()
  document.addEventListener('visibilitychange', followVisibility)
  return () => {
    document.removeEventListener('visibilitychange', followVisibility)
    leave?.()
  }
}

/**
 * Over HTTP/1.1 a browser has six connections to an origin for all its windows together. The four oldest visible
 * windows that follow something keep one stream each and the others poll, so that connections are left for everything
 * else. Every window announces itself to the others. If a window closes, crashes or freezes, its announcements stop,
 * and after some seconds the next window takes its seat. There is no leader, so no election or hand-over is needed.
 */
const seats = 4
const tellMs = 2_000
const missedMs = 7_000

/** The id of this window, for as long as it shows the same document. Ids sort by age. */
const own = `${String(Date.now()).padStart(16, '0')}-${Math.random().toString(36).slice(2)}`

interface Told {
  id: string
  leaves: boolean
}

/**
 * Takes part until the returned function is called.
 *
 * @param onSeat called at once, and on every change, with whether this window has a seat
 */
function takeSeat(onSeat: (seated: boolean) => void): () => void {
  if (hasRoomForAll()) {
    onSeat(true)
    return () => undefined
  }
  const channel = new BroadcastChannel('waybill-streams')
  const others = new Map<string, number>()
  let seated = true
  const tell = (leaves = false) => channel.postMessage({ id: own, leaves } satisfies Told)
  const decide = () => {
    const hasSeat = [...others.keys()].filter((id) => id < own).length < seats
    if (hasSeat === seated) return
    seated = hasSeat
    onSeat(seated)
  }
  channel.onmessage = ({ data: { id, leaves } }: MessageEvent<Told>) => {
    if (leaves) others.delete(id)
    else {
      // Answer a new window, so that it learns of this one at once.
      if (!others.has(id)) tell()
      others.set(id, performance.now())
    }
    decide()
  }
  const timer = setInterval(() => {
    tell()
    for (const [id, at] of others) if (performance.now() - at > missedMs) others.delete(id)
    decide()
  }, tellMs)
  onSeat(seated)
  tell()
  return () => {
    clearInterval(timer)
    tell(true)
    channel.close()
  }
}

/** HTTP/2 and HTTP/3 carry all streams over one connection. */
function hasRoomForAll(): boolean {
  if (typeof BroadcastChannel === 'undefined') return true
  const [page] = performance.getEntriesByType('navigation')
  const protocol = page instanceof PerformanceNavigationTiming ? page.nextHopProtocol : ''
  return protocol === 'h2' || protocol === 'h3'
}
