'use client'
/** One box that finds packets by anything. It shows what the text means while it is typed. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowRight, CornerDownLeft } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'
import { Glyph } from '@/components/route/glyph'
import { statusLooks } from '@/components/route/looks'
import { counted } from '@/components/ui/format'
import { useSettled } from '@/components/ui/settled'
import { namedQuery } from '@/lib/client/queries'
import type { PacketSearch } from '@/lib/client/search'
import { mostCounted } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { Understanding } from '@/lib/find/understand'
import { trimmed } from '@/lib/packet/text'
import { FilterText } from './filter-chips'
import { tellFilter } from './filter-words'
import { filterOf, nameIn, useFinder } from './finder'
import { SearchBox } from './search-box'
import { anyTime } from './time-choice'

interface FindBoxProps {
  search: PacketSearch
  /** Resolves once the address has changed. */
  onChange: (change: Partial<PacketSearch>) => Promise<unknown>
}

export function FindBox({ search, onChange }: FindBoxProps) {
  const client = useQueryClient()
  const router = useRouter()
  const { prepare, isReady, meaning, understand } = useFinder()
  const inForce = useRef(search)
  useEffect(() => {
    inForce.current = search
  })
  const value = search.q ?? ''
  const isMoreThanText = (text: string) => {
    // Until the finder is loaded, words that mean a filter would be searched for as text.
    if (!isReady) return text !== ''
    const { parts, rest } = meaning(text)
    return parts.length > 0 || rest !== text
  }
  const searchFor = useCallback((q: string) => void onChange({ q: q === '' ? null : q }), [onChange])
  // Only the server knows whether a text names a packet. Until it answers, the text is searched for.
  const showNamed = async (name: string, entered: Partial<PacketSearch>, changed: Promise<unknown>) => {
    const page = await client.fetchQuery(namedQuery(name)).catch(() => null)
    // Wait for the address: a change that arrives after `router.push` would undo the navigation.
    await changed
    const [packet] = page?.items ?? []
    if (page === null || packet === undefined || !isStill(inForce.current, entered)) return
    if (page.total === 1) router.push(pagePaths.packet(packet.id))
    else void onChange({ id: name, q: null })
  }
  const enter = async (text: string): Promise<string> => {
    const understanding = await understand(text)
    const change = changeOf(understanding)
    const name = nameIn(understanding)
    const changed = onChange(change)
    if (name !== null) void showNamed(name, change, changed)
    return understanding.rest
  }
  return (
    <SearchBox
      value={value}
      onChange={searchFor}
      label="Find packets by any id, address, provider, or words"
      placeholder="Any id or address, “failed over today” …"
      className="md:w-96"
      onFocus={prepare}
      waitsForEnter={isMoreThanText}
      onEnter={enter}
      about={(text) => (
        <About text={trimmed(text)} isInForce={trimmed(text) === value} meaning={meaning(text)} />
      )}
    />
  )
}

function isStill(search: PacketSearch, entered: Partial<PacketSearch>): boolean {
  return Object.entries(entered).every(([name, value]) => search[name as keyof PacketSearch] === value)
}

/** Understood filters replace active ones of the same kind. All time filters count as one kind. */
function changeOf(understanding: Understanding): Partial<PacketSearch> {
  const filter = filterOf(understanding)
  const isTimed = Object.keys(anyTime).some((name) => name in filter)
  return Object.assign({ q: null }, ...[isTimed ? anyTime : {}, filter])
}

interface AboutProps {
  text: string
  /** The text is the list's active filter. */
  isInForce: boolean
  meaning: Understanding
}

/** Overlays the list, so that its coming and going causes no layout shift. */
function About({ text, isInForce, meaning: { parts, rest } }: AboutProps) {
  const settled = useSettled(text)
  const name = settled === text ? nameIn({ parts, rest }) : null
  const named = useQuery({ ...namedQuery(name ?? ''), enabled: name !== null && !isInForce }).data
  if (text === '') return <Examples />
  if (isInForce || (parts.length === 0 && !named?.total)) return null
  const told = tellFilter(filterOf({ parts, rest }))
  return (
    <div role="status" className={floating}>
      {named !== undefined && named.total > 0 && <Named total={named.total} packets={named.items} />}
      {parts.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5">
          {told.map((each) => (
            <span
              key={each.name}
              className="flex h-7 max-w-full items-center gap-1 rounded-md bg-accent-wash px-2.5"
            >
              <FilterText told={each} />
            </span>
          ))}
        </p>
      )}
      {parts.length > 0 && rest !== '' && (
        <p className="mt-1.5 text-xs text-soft">
          “<bdi>{rest}</bdi>” is not understood, and is searched for as text.
        </p>
      )}
      <p className="mt-1.5 flex items-center gap-1 text-xs text-faint">
        <CornerDownLeft aria-hidden size={12} />
        Enter shows {named?.total === 1 ? 'it' : 'them'}
      </p>
    </div>
  )
}

const floating =
  'absolute top-full left-0 z-40 mt-1 hidden w-full min-w-72 rounded-lg border border-line bg-panel p-3 shadow-float group-focus-within/box:block'

function Named({
  total,
  packets,
}: {
  total: number
  packets: readonly { id: string; status: keyof typeof statusLooks }[]
}) {
  const [packet] = packets
  if (total > 1 || packet === undefined)
    return <p>{counted(total, 'packet has', 'packets have', mostCounted)} this name exactly.</p>
  return (
    <Link
      href={pagePaths.packet(packet.id)}
      className="flex items-center gap-1.5 text-accent underline underline-offset-2"
    >
      <Glyph look={statusLooks[packet.status]} size={14} />
      <bdi translate="no" className="min-w-0 truncate font-mono text-xs">
        {packet.id}
      </bdi>
      <ArrowRight aria-hidden size={14} />
    </Link>
  )
}

function Examples() {
  return (
    <div className={floating}>
      <p className="text-xs text-soft">
        An id of a packet, workflow, run or batch, a provider’s reference, an address, or words such as
      </p>
      <p className="mt-1.5 grid gap-0.5 text-xs">
        <span>failed over from RouteA today</span>
        <span>undelivered yesterday</span>
        <span>late to +01666 000 2222 since 10:00</span>
      </p>
    </div>
  )
}
