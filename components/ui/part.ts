/** Parts of the pages that most visits do not need. Each is loaded on first use and then kept. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useEffectEvent, useState } from 'react'
import { tellWithWay } from './toast'

export interface Part<T> {
  /** Used in "… could not be loaded". Unique among the parts. */
  name: string
  load: () => Promise<T>
}

function queryOf<T extends object>({ name, load }: Part<T>) {
  return { queryKey: ['part', name], queryFn: load, staleTime: Infinity, gcTime: Infinity, retry: false }
}

/**
 * @returns a function that loads the part. If that fails it shows a message, with a button that calls `again`, and
 * resolves to null
 */
export function useWant<T extends object>(part: Part<T>) {
  const client = useQueryClient()
  return async (again: () => void): Promise<T | null> => {
    try {
      return await client.fetchQuery(queryOf(part))
    } catch {
      // After an update the server has only the chunks of its new build.
      const text = `${part.name} could not be loaded. If this persists, reload the page.`
      tellWithWay(text, 'Try again', again)
      return null
    }
  }
}

/** For a button that opens a part. The press is remembered while the part is loading. */
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

/** @returns the part (null until it is loaded), and a function that loads it */
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
  // Deferred, so that rendering a large part does not block the page.
  return useDeferredValue(loaded)
}
