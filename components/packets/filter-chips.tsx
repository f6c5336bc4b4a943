'use client'
import { X } from 'lucide-react'
import { exactLocal } from '@/components/time/format'
import { focusContent, useAlive } from '@/components/ui/browser'
import type { PacketSearch } from '@/lib/client/search'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { type FilterName, type FilterTold, tellFilter } from './filter-words'

interface ActiveFiltersProps {
  search: PacketSearch
  onRemove: (names: (keyof PacketSearch)[]) => void
}

/** The active filters that no other control shows. One click removes each. */
export function ActiveFilters({ search: { sort: _, ...search }, onRemove }: ActiveFiltersProps) {
  // A status that has a chip of its own is shown there.
  const hasOwnChip = search.status !== 'IN_FLIGHT' && search.status !== 'UNDELIVERED'
  const told = tellFilter(search).filter(({ name }) => name !== 'status' || !hasOwnChip)
  // The search box shows a lone text; with other filters active, the text is listed too.
  const active = told.some(({ name }) => name !== 'q') ? told : []
  const remove = (name: FilterName) => {
    focusContent()
    onRemove(name === 'within' ? ['within', 'zone'] : [name])
  }
  if (active.length === 0) return null
  return (
    <ul aria-label="Filters in force" className="flex w-full flex-wrap gap-1.5">
      {active.map((told) => (
        <li
          key={told.name}
          className="flex h-7 max-w-full items-center gap-1 rounded-md bg-accent-wash pr-1 pl-2.5"
        >
          <FilterText told={told} zone={search.zone} />
          <button
            type="button"
            aria-label={`Remove the filter ${told.label}`}
            onClick={() => remove(told.name)}
            className="grid size-6 shrink-0 place-items-center rounded-sm text-soft hover:text-ink"
          >
            <X aria-hidden size={14} />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A filter in words. An instant is told by the viewer's clock. */
export function FilterText({ told, zone = null }: { told: FilterTold; zone?: string | null | undefined }) {
  const { name, label, value, isInstant } = told
  const alive = useAlive()
  const text = isInstant ? instantText(value, alive) : value
  return (
    <>
      <span className={value === '' ? undefined : 'text-soft'}>{label}</span>
      {text !== '' && (
        <bdi
          translate="no"
          className="min-w-0 max-w-60 truncate"
          title={name === 'within' && zone ? `${text}, ${zone}` : text}
        >
          {text}
        </bdi>
      )}
    </>
  )
}

/** Filters as one line of text; `none` if there are no filters. */
export function FilterLine({ filter, none }: { filter: PacketFilter; none: string }) {
  const told = tellFilter(filter)
  if (told.length === 0) return none
  return told.map((each) => (
    <span key={each.name} className="mr-2 inline-flex max-w-full items-baseline gap-1 align-bottom">
      <FilterText told={each} zone={filter.zone} />
    </span>
  ))
}

/** To the second. In UTC until hydration, so that server and browser render the same. */
function instantText(iso: string, local: boolean): string {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return iso
  if (local) return exactLocal(iso).replace(/\.\d{3}/, '')
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
