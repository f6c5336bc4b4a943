import { useSyncExternalStore } from 'react'
import { onServerBuild, serverBuild } from './server-build'

/** Whether the server runs another build than the one that this page came from. */
export function useOutdated(): boolean {
  return useSyncExternalStore(onServerBuild, isOutdated, () => false)
}

function isOutdated(): boolean {
  const own = document.documentElement.dataset.build
  const now = serverBuild()
  return now !== null && own !== undefined && now !== own
}
