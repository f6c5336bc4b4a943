'use client'
import { SlidersHorizontal } from 'lucide-react'
import * as Popover from 'radix-ui/popover'
import { useState } from 'react'
import { buttonClass } from '@/components/ui/button'
import type { PacketSearch } from '@/lib/client/packet-search'
import { FilterForm } from './filter-form'

interface MoreFiltersProps {
  search: PacketSearch
  onApply: (change: Partial<PacketSearch>) => void
}

/** The filters that are needed less often, in one form. */
export function MoreFilters({ search, onApply }: MoreFiltersProps) {
  const [open, setOpen] = useState(false)
  const apply = (change: Partial<PacketSearch>) => {
    onApply(change)
    setOpen(false)
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={buttonClass('plain')}>
        <SlidersHorizontal aria-hidden size={14} />
        Filters
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={16}
          aria-label="Filters"
          className="z-40 w-88 max-w-[calc(100vw-32px)] rounded-lg border border-line bg-panel p-4 shadow-float"
        >
          <FilterForm search={search} onApply={apply} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
