import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** False while the page is as the server sent it, and nobody would hear what is typed or pressed. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
