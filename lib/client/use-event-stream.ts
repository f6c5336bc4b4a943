import { useEffect, useEffectEvent, useState } from 'react'
import { type Hearing, type LinkState, openEventStream } from './event-stream'
import { serverNow } from './server-clock'

/**
 * Keeps a stream open while the component is mounted and its tab visible: a browser has six connections to an
 * origin, and hidden tabs must not use them up. `path` null: no stream, and the state is `ended`.
 */
export function useEventStream(
  path: string | null,
  handleEvent: (name: string, json: string) => void,
): LinkState {
  const [state, setState] = useState<LinkState>(path === null ? { is: 'ended' } : { is: 'connecting' })
  const onEvent = useEffectEvent(handleEvent)
  useEffect(() => {
    if (path === null) {
      setState({ is: 'ended' })
      return
    }
    setState({ is: 'connecting' })
    return streamWhileVisible(path, (name, json) => onEvent(name, json), setState)
  }, [path])
  return state
}

/** @returns what ends it for good */
function streamWhileVisible(
  path: string,
  onEvent: (name: string, json: string) => void,
  onState: (state: LinkState) => void,
): () => void {
  let close: (() => void) | null = null
  let ended = false
  // While the tab is hidden what it shows grows older, and still must not look new when it is shown again.
  const hearing: Hearing = { at: serverNow() }
  const open = () => {
    close = openEventStream({
      path,
      hearing,
      onEvent,
      onState: (state) => {
        ended = state.is === 'ended' || state.is === 'refused'
        onState(state)
      },
    })
  }
  const followVisibility = () => {
    const visible = document.visibilityState === 'visible'
    if (visible && close === null && !ended) open()
    if (visible || close === null) return
    close()
    close = null
    if (!ended) onState({ is: 'reconnecting' })
  }
  followVisibility()
  document.addEventListener('visibilitychange', followVisibility)
  return () => {
    document.removeEventListener('visibilitychange', followVisibility)
    close?.()
  }
}
