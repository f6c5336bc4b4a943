/** Parts of the pages that most visits do without: each is loaded when it is first wanted, and stays. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useEffectEvent, useState } from 'react'
import { tellWithWay } from './toast'

export interface Part<T> {
  /** As it stands in "… could not be loaded". No two parts have the same one. */
  name: string
  load: () => Promise<T>
}

function queryOf<T extends object>({ name, load }: Part<T>) {
  return { queryKey: ['part', name], queryFn: load, staleTime: Infinity, gcTime: Infinity, retry: false }
}

/**
 * @returns what fetches the part. It gives null where that could not be loaded, which is told with a button that does
 * `again`
 */
export function useWant<T extends object>(part: Part<T>) {
  const client = useQueryClient()
  return async (again: () => void): Promise<T | null> => {
    try {
      return await client.fetchQuery(queryOf(part))
    } catch {
      // Once the server runs another build, it has the parts of that one only.
      const text = `${part.name} could not be loaded. Where that stays so, load the page again.`
      tellWithWay(text, 'Try again', again)
      return null
    }
  }
}

/** Of a button behind which a part opens: what was pressed stays asked for while the part is loaded. */
export function useOpening<T extends object>(of: Part<T>) {
  const [open, setOpen] = useState(false)
  const [part, want] = usePart(of)
  const show = async () => {
    setOpen(true)
    if ((await want(show)) === null) setOpen(false)
  }
  const opened = open ? part : null
  return { open, opened, isLoading: open && part === null, show, close: () => setOpen(false) }
}

/** @returns the part, null until it is there; and what fetches it */
export function usePart<T extends object>(part: Part<T>) {
  const { data } = useQuery({ ...queryOf(part), enabled: false })
  return [data ?? null, useWant(part)] as const
}

/** For a part that is loaded as soon as its place is shown. @returns the part, null until it is there */
export function useShownPart<T extends object>(part: Part<T>): T | null {
  const [loaded, want] = usePart(part)
  const onLoad = useEffectEvent(want)
  useEffect(() => {
    const load = () => void onLoad(load)
    load()
  }, [])
  // Drawn piece by piece, as it may be large.
  return useDeferredValue(loaded)
}
