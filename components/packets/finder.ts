'use client'
/** Understands the words by which packets are looked for. Loaded on first use. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ownTimeZone } from '@/components/time/format'
import { type Part, usePart } from '@/components/ui/part'
import { serverNow } from '@/lib/client/answer-headers'
import { providersQuery } from '@/lib/client/queries'
import type { PacketFilter } from '@/lib/contract/packet-list'
import type { Understanding } from '@/lib/find/understand'

const part: Part<typeof import('@/lib/find/understand')> = {
  name: 'The search by words',
  load: () => import('@/lib/find/understand'),
}

export interface Finder {
  /** Starts loading; until then nothing is loaded. */
  prepare: () => void
  /** True once loading has succeeded or failed. Before that, and after a failure, every text is plain text. */
  isReady: boolean
  meaning: (text: string) => Understanding
  /** Like `meaning`, but waits until loading is done. */
  understand: (text: string) => Promise<Understanding>
}

export function useFinder(): Finder {
  const [wanted, setWanted] = useState(false)
  const [hasFailed, setHasFailed] = useState(false)
  const client = useQueryClient()
  const { data, isError } = useQuery({ ...providersQuery, refetchInterval: false, enabled: wanted })
  const [loaded, want] = usePart(part)
  const meaning = (text: string, by = loaded, known = data): Understanding => {
    if (by === null) return { parts: [], rest: text }
    const providers = known?.items.map(({ name }) => name) ?? []
    return by.understand(text, { now: serverNow(), zone: ownTimeZone(), providers })
  }
  const prepare = () => {
    setWanted(true)
    void want(prepare).then((got) => setHasFailed(got === null))
  }
  const understand = async (text: string): Promise<Understanding> => {
    // Without the providers' names, a provider's name would be taken for something else.
    const [by, known] = await Promise.all([
      loaded ?? want(prepare),
      data ?? client.fetchQuery(providersQuery).catch(() => undefined),
    ])
    return meaning(text, by, known)
  }
  const isReady = (loaded !== null || hasFailed) && (data !== undefined || isError)
  return { prepare, isReady, meaning: (text) => meaning(text), understand }
}

/** A filter for everything that was understood, with the rest as text. */
export function filterOf({ parts, rest }: Understanding): PacketFilter {
  return { ...Object.assign({}, ...parts.map(({ filter }) => filter)), ...(rest !== '' && { q: rest }) }
}

/** The text that may name one or a few packets: a single word that was not understood, or was understood as a name. */
export function nameIn({ parts, rest }: Understanding): string | null {
  const [named] = parts
  if (named === undefined) return rest.length < 3 || rest.includes(' ') ? null : rest
  return parts.length === 1 && rest === '' ? (named.filter.id ?? null) : null
}
