import { useEffect, useEffectEvent, useState } from 'react'
import { type EventStreamOptions, type Hearing, type LinkState, openEventStream } from './event-stream'
import { serverNow } from './server-clock'
import { takeSeat } from './stream-seats'

interface Source {
  /** Null: no stream, and the state is `ended`. */
  path: string | null
  /** The same by ordinary requests. */
  read: NonNullable<EventStreamOptions['read']>
}

/** Follows something while the component is mounted and its tab visible: hidden tabs must use up no connections. */
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

/** @returns what ends it for good */
function followWhileVisible(options: EventStreamOptions): () => void {
  let leave: (() => void) | null = null
  let ended = false
  // While the tab is hidden what it shows grows older, and still must not look new when it is shown again.
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
