'use client'
import { useQuery } from '@tanstack/react-query'
import { Search, X } from 'lucide-react'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { focusContent, useAlive } from '@/components/ui/browser'
import { attentionQuery, countsQuery } from '@/lib/client/queries'
import type { PacketSearch } from '@/lib/client/search'
import { type PacketSort, packetSorts, sortOf } from '@/lib/contract/paging'
import { trimmed } from '@/lib/packet/text'
import { flagWords } from './badges'
import { AttentionChips, StatusChips } from './chips'
import { MoreFilters } from './filter-form'

interface ListControlsProps {
  search: PacketSearch
  stuck: number | null
  onChange: (change: Partial<PacketSearch>) => void
}

/** What the list shows and in which order: chips that count, the search, and the filters. */
export function ListControls({ search, stuck, onChange }: ListControlsProps) {
  const counts = useQuery(countsQuery).data
  const attention = useQuery(attentionQuery).data
  const alive = useAlive()
  const searchFor = useCallback((q: string) => onChange({ q: q === '' ? null : q }), [onChange])
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <div className="relative flex min-w-0 gap-1 max-md:-mx-4 max-md:w-screen max-md:overflow-x-auto max-md:px-4 max-md:pb-1 md:contents">
        <StatusChips counts={counts} selected={search.status} onSelect={(status) => onChange({ status })} />
        <AttentionChips
          attention={attention}
          stuck={stuck}
          selected={search.flag}
          onSelect={(flag) => onChange({ flag })}
        />
      </div>
      {/* Typed or chosen too early, it would be taken back. */}
      <fieldset disabled={!alive} className="flex min-w-0 gap-2 max-md:w-full max-md:flex-wrap">
        <SearchBox value={search.q ?? ''} onChange={searchFor} />
        <MoreFilters search={search} onApply={onChange} />
        <OrderChoice search={search} onChoose={(sort) => onChange({ sort })} />
      </fieldset>
      <ActiveFilters search={search} onRemove={(name) => onChange({ [name]: null })} />
    </div>
  )
}

const settleMs = 300

interface SearchBoxProps {
  value: string
  onChange: (text: string) => void
}

/** Searches when the typing pauses; "/" puts the cursor here from anywhere on the page. */
export function SearchBox({ value, onChange }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useTypedText(value, onChange)
  useSlash(input)
  return (
    <label className="relative block w-full md:w-72">
      <span className="sr-only">Search by id, source or destination</span>
      <Search aria-hidden size={14} className="absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
      <input
        ref={input}
        type="search"
        aria-keyshortcuts="/"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder="Id, source or destination"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        className="peer h-8 w-full rounded-md border border-edge bg-panel pr-2 pl-8"
      />
      <kbd
        aria-hidden
        className="pointer-events-none absolute top-1.5 right-1.5 hidden h-5 rounded-sm border border-line px-1.5 text-xs leading-4.5 text-faint md:peer-placeholder-shown:block md:peer-focus:hidden"
      >
        /
      </kbd>
    </label>
  )
}

/** A text that is passed on when it has not changed for a moment, and follows when it is changed elsewhere. */
function useTypedText(value: string, onChange: (text: string) => void) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    setKnown(value)
    if (value !== trimmed(text)) setText(value)
  }
  useEffect(() => {
    const wanted = trimmed(text)
    if (wanted === known) return
    const timer = setTimeout(() => onChange(wanted), settleMs)
    return () => clearTimeout(timer)
  }, [text, known, onChange])
  return [text, setText] as const
}

function useSlash(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select')
      if (event.key !== '/' || typing) return
      event.preventDefault()
      input.current?.focus()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [input])
}

const orderWords: Record<PacketSort, string> = {
  active: 'Unfinished first',
  newest: 'Newest first',
  oldest: 'Oldest first',
  due: 'Scheduled, next first',
}

interface OrderChoiceProps {
  search: PacketSearch
  /** Null for the order that the filters have by themselves. */
  onChoose: (sort: PacketSort | null) => void
}

function OrderChoice({ search, onChoose }: OrderChoiceProps) {
  const usual = sortOf({ ...search, sort: null })
  const choose = (chosen: string) => {
    const sort = packetSorts.find((each) => each === chosen) ?? usual
    onChoose(sort === usual ? null : sort)
  }
  return (
    <select
      aria-label="Order"
      value={sortOf(search)}
      onChange={(event) => choose(event.target.value)}
      className="h-8 rounded-md border border-edge bg-panel px-2"
    >
      {packetSorts.map((sort) => (
        <option key={sort} value={sort}>
          {orderWords[sort]}
        </option>
      ))}
    </select>
  )
}

type FilterName = keyof Omit<PacketSearch, 'status' | 'q' | 'sort'>

const filterLabels: Record<FilterName, string> = {
  provider: 'Provider',
  flag: 'Flag',
  source: 'Source',
  destination: 'Destination',
  batch: 'Batch',
  orderingKey: 'Ordering key',
  priority: 'Priority',
  fairnessKey: 'Fairness key',
  from: 'From',
  to: 'Before',
}

const filterNames = [
  'provider',
  'flag',
  'source',
  'destination',
  'batch',
  'orderingKey',
  'priority',
  'fairnessKey',
  'from',
  'to',
] as const satisfies readonly FilterName[]

interface ActiveFiltersProps {
  search: PacketSearch
  onRemove: (name: FilterName) => void
}

/** The filters in force that no other control shows; each goes with one click. */
function ActiveFilters({ search, onRemove }: ActiveFiltersProps) {
  const active = filterNames.filter((name) => search[name])
  const remove = (name: FilterName) => {
    focusContent()
    onRemove(name)
  }
  if (active.length === 0) return null
  return (
    <ul aria-label="Filters in force" className="flex w-full flex-wrap gap-1.5">
      {active.map((name) => (
        <li
          key={name}
          className="flex h-7 max-w-full items-center gap-1 rounded-md bg-accent-wash pr-1 pl-2.5"
        >
          <span className="text-soft">{filterLabels[name]}</span>
          <bdi translate="no" className="min-w-0 max-w-60 truncate" title={valueText(search, name)}>
            {valueText(search, name)}
          </bdi>
          <button
            type="button"
            aria-label={`Remove the filter ${filterLabels[name]}`}
            onClick={() => remove(name)}
            className="grid size-6 shrink-0 place-items-center rounded-sm text-soft hover:text-ink"
          >
            <X aria-hidden size={14} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function valueText(search: PacketSearch, name: FilterName): string {
  if (name === 'flag' && search.flag !== null) return flagWords[search.flag].word
  const value = search[name] ?? ''
  return name === 'from' || name === 'to' ? instantText(value) : value
}

/** To the second, in a zone that server and browser agree on. */
function instantText(value: string): string {
  const at = Date.parse(value)
  return Number.isNaN(at) ? value : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
