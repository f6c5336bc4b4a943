'use client'
import { X } from 'lucide-react'
import { focusContent } from '@/components/ui/focus-content'
import type { PacketSearch } from '@/lib/client/packet-search'
import { flagWords } from './flag-badge'

type Name = keyof Omit<PacketSearch, 'status' | 'q' | 'sort'>

const labels: Record<Name, string> = {
  provider: 'Provider',
  flag: 'Flag',
  source: 'Source',
  destination: 'Destination',
  from: 'From',
  to: 'Before',
}

const names = ['provider', 'flag', 'source', 'destination', 'from', 'to'] as const satisfies readonly Name[]

interface ActiveFiltersProps {
  search: PacketSearch
  onRemove: (name: Name) => void
}

/** The filters in force that no other control shows; each goes with one click. */
export function ActiveFilters({ search, onRemove }: ActiveFiltersProps) {
  const active = names.filter((name) => search[name])
  const remove = (name: Name) => {
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
          <span className="text-soft">{labels[name]}</span>
          <bdi translate="no" className="min-w-0 max-w-60 truncate" title={valueText(search, name)}>
            {valueText(search, name)}
          </bdi>
          <button
            type="button"
            aria-label={`Remove the filter ${labels[name]}`}
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

function valueText(search: PacketSearch, name: Name): string {
  if (name === 'flag' && search.flag !== null) return flagWords[search.flag].word
  const value = search[name] ?? ''
  return name === 'from' || name === 'to' ? instantText(value) : value
}

/** To the second, in a zone that server and browser agree on. */
function instantText(value: string): string {
  const at = Date.parse(value)
  return Number.isNaN(at) ? value : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
