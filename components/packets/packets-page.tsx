'use client'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { buttonClass } from '@/components/ui/button'
import { focusContent } from '@/components/ui/focus-content'
import { counted } from '@/components/ui/numbers'
import { useHealth } from '@/lib/client/health'
import { type PacketSearch, packetSearch, toFilter } from '@/lib/client/packet-search'
import { attentionQuery, countsQuery } from '@/lib/client/standing'
import { useLivePackets } from '@/lib/client/use-live-packets'
import { useTrueState } from '@/lib/client/use-true-state'
import { mostCounted, sortOf } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import { ActiveFilters } from './active-filters'
import { AttentionChips } from './attention-chips'
import { ListBody } from './list-body'
import { MoreFilters } from './more-filters'
import { OrderChoice } from './order-choice'
import { SearchBox } from './search-box'
import { StatusChips } from './status-chips'
import { HeldCount, WaitingLine } from './waiting-line'

export function PacketsPage() {
  const [search, setSearch] = useQueryStates(packetSearch, { history: 'replace' })
  const filter = toFilter(search)
  const filtered = Object.keys(filter).some((name) => name !== 'sort')
  const list = useLivePackets(filter)
  const health = useHealth({ streamed: true })
  const waiting = useQuery(attentionQuery).data?.waiting ?? null
  const link = useTrueState(list.link, health)
  const change = useCallback((to: Partial<PacketSearch> | null) => void setSearch(to), [setSearch])
  const reset = useCallback(() => {
    focusContent()
    change(null)
  }, [change])
  const showWaiting = () => change({ flag: 'waiting' })
  const waitingShown = search.flag === 'waiting'
  // The line about a pause counts who waits for its end.
  const heldBack = waiting?.why === 'paused' && (health?.sending ?? null) !== null
  return (
    <>
      <PageHeader title="Packets" link={link} action={<SubmitLink />}>
        <HealthLine
          health={health}
          held={heldBack && <HeldCount waiting={waiting} onShow={waitingShown ? null : showWaiting} />}
        >
          {waiting === null || waitingShown || heldBack ? (
            summary(list.total, filtered, sortOf(search) === 'active')
          ) : (
            <WaitingLine waiting={waiting} onShow={showWaiting} />
          )}
        </HealthLine>
      </PageHeader>
      <Filters search={search} stuck={health?.stuck ?? null} onChange={change} />
      <ListBody list={list} filtered={filtered} onReset={reset} />
    </>
  )
}

function SubmitLink() {
  return (
    <Link href={pagePaths.submit} className={buttonClass('primary')}>
      <Plus aria-hidden size={16} />
      Submit
    </Link>
  )
}

interface FiltersProps {
  search: PacketSearch
  stuck: number | null
  onChange: (change: Partial<PacketSearch>) => void
}

function Filters({ search, stuck, onChange }: FiltersProps) {
  const counts = useQuery(countsQuery).data
  const attention = useQuery(attentionQuery).data
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
      <div className="flex gap-2 max-md:w-full max-md:flex-wrap">
        <SearchBox value={search.q ?? ''} onChange={searchFor} />
        <MoreFilters search={search} onApply={onChange} />
        <OrderChoice search={search} onChoose={(sort) => onChange({ sort })} />
      </div>
      <ActiveFilters search={search} onRemove={(name) => onChange({ [name]: null })} />
    </div>
  )
}

function summary(total: number, filtered: boolean, activeFirst: boolean): string {
  const packets = counted(total, 'packet', 'packets', mostCounted)
  if (filtered) return `${packets} ${total === 1 ? 'matches' : 'match'}`
  if (total === 0) return 'None so far'
  return activeFirst ? `${packets}, unfinished ones first` : packets
}
