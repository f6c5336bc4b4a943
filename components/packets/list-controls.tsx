'use client'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { memo } from 'react'
import { ActOnMany } from '@/components/bulk-actions/act-on-many'
import { ownTimeZone } from '@/components/time/format'
import { useAlive } from '@/components/ui/browser'
import { attentionQuery, countsQuery } from '@/lib/client/queries'
import { chartSearch, type PacketSearch, toFilter } from '@/lib/client/search'
import { type PacketSort, packetSorts, sortOf } from '@/lib/contract/paging'
import { AttentionChips, StatusChips } from './chips'
import { ExportMenu } from './export-menu'
import { ActiveFilters } from './filter-chips'
import { MoreFilters } from './filter-form'
import { orderWords } from './filter-words'
import { FindBox } from './find-box'
import { TimeChoice } from './time-choice'
import { TimePanel } from './time-panel'
import { ViewsBar } from './views-bar'

interface ListControlsProps {
  search: PacketSearch
  stuck: number | null
  /** Resolves once the address has changed. */
  onChange: (change: Partial<PacketSearch>) => Promise<unknown>
}

/**
 * Controls for what the list shows and in which order: chips with counts, the search box and the filters. Memoized,
 * because the list changes several times a second.
 */
export const ListControls = memo(DrawnControls)

function DrawnControls({ search, stuck, onChange }: ListControlsProps) {
  const counts = useQuery(countsQuery).data
  const attention = useQuery(attentionQuery).data
  const [{ chart }, setChart] = useQueryStates(chartSearch, { history: 'replace' })
  const alive = useAlive()
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <ViewsBar search={search} onChange={onChange} />
      <div className="relative flex min-w-0 gap-1 max-md:-mx-4 max-md:w-screen max-md:overflow-x-auto max-md:px-4 max-md:pb-1 md:contents">
        <StatusChips counts={counts} selected={search.status} onSelect={(status) => onChange({ status })} />
        <AttentionChips
          attention={attention}
          stuck={stuck}
          selected={search.flag}
          onSelect={(flag) => onChange({ flag })}
        />
      </div>
      {/* Disabled until hydration, which would discard what was typed or chosen before. */}
      <fieldset disabled={!alive} className="flex min-w-0 flex-wrap gap-2 max-md:w-full">
        <FindBox search={search} onChange={onChange} />
        <TimeChoice
          search={search}
          zone={alive ? ownTimeZone() : 'UTC'}
          chartShown={chart !== null}
          onChange={onChange}
          onChart={(shown) => void setChart({ chart: shown ? '24h' : null })}
        />
        <MoreFilters search={search} onApply={onChange} />
        <OrderChoice search={search} onChoose={(sort) => onChange({ sort })} />
        <ExportMenu filter={toFilter(search)} />
        <ActOnMany selection={{ filter: toFilter(search) }} command="Act on all packets of this list" />
      </fieldset>
      {chart !== null && (
        <TimePanel
          search={search}
          window={chart}
          onChange={onChange}
          onWindow={(window) => void setChart({ chart: window })}
        />
      )}
      <ActiveFilters
        search={search}
        onRemove={(names) => onChange(Object.fromEntries(names.map((name) => [name, null])))}
      />
    </div>
  )
}

interface OrderChoiceProps {
  search: PacketSearch
  /** Null for the default order of the filters. */
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
