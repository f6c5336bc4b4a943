'use client'
import { useQuery } from '@tanstack/react-query'
import { CirclePause, FilterX, Plus, Unplug } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useCallback } from 'react'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Since } from '@/components/time/ago'
import { focusContent } from '@/components/ui/browser'
import { buttonClass } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { useHealth, useTrueState } from '@/lib/client/link-state'
import { attentionQuery } from '@/lib/client/queries'
import { type PacketSearch, packetSearch, toFilter, unknownFilters } from '@/lib/client/search'
import { useLivePackets } from '@/lib/client/use-live-packets'
import { mostCounted, sortOf } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { Attention } from '@/lib/contract/streams'
import type { WaitReason } from '@/lib/packet/reason'
import { ListBody } from './list-body'
import { ListControls } from './list-controls'

export function PacketsPage() {
  const [search, setSearch] = useQueryStates(packetSearch)
  const filter = toFilter(search)
  const filtered = Object.keys(filter).some((name) => name !== 'sort')
  const list = useLivePackets(filter)
  const health = useHealth({ streamed: true })
  const waiting = useQuery(attentionQuery).data?.waiting ?? null
  const link = useTrueState(list.link, health)
  // "Back" undoes a choice. Typing replaces the history entry, because most of what is typed is unfinished.
  const change = useCallback(
    (to: Partial<PacketSearch> | null) => setSearch(to, { history: isTyped(to) ? 'replace' : 'push' }),
    [setSearch],
  )
  const reset = useCallback(() => {
    focusContent()
    void change(null)
  }, [change])
  const showWaiting = () => void change({ flag: 'waiting' })
  const waitingShown = search.flag === 'waiting'
  // During a pause, the line about the pause shows how many packets wait.
  const heldBack = waiting?.why === 'paused' && (health?.sending ?? null) !== null
  return (
    <>
      <PageHeader title="Packets" link={link} action={<SubmitLink />}>
        <HealthLine
          health={health}
          held={heldBack && <HeldCount waiting={waiting} onShow={waitingShown ? null : showWaiting} />}
        >
          {waiting === null || waitingShown || heldBack ? (
            // If the list could not be read there is no count; the list itself says why.
            list.query.isError && list.rows.length === 0 ? null : (
              summary(list.total, filtered, sortOf(search) === 'active')
            )
          ) : (
            <WaitingLine waiting={waiting} onShow={showWaiting} />
          )}
        </HealthLine>
      </PageHeader>
      <UnknownFilters search={search} />
      <ListControls search={search} stuck={health?.stuck ?? null} onChange={change} />
      <ListBody list={list} filtered={filtered} onReset={reset} />
    </>
  )
}

/** Otherwise an address with a misspelt or outdated filter would seem to show the whole list. */
function UnknownFilters({ search }: { search: PacketSearch }) {
  const unknown = unknownFilters(new URLSearchParams(useSearchParams()), search)
  if (unknown.length === 0) return null
  return (
    <p role="status" className="mb-3 flex items-start gap-1.5 text-silent">
      <FilterX aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span className="min-w-0 text-ink wrap-anywhere">
        The address contains <bdi>{unknown.join(', ')}</bdi>, which is not a known filter and is ignored.
      </span>
    </p>
  )
}

function isTyped(change: Partial<PacketSearch> | null): boolean {
  return change !== null && Object.keys(change).every((name) => name === 'q')
}

function SubmitLink() {
  return (
    <Link href={pagePaths.submit} className={buttonClass('primary')}>
      <Plus aria-hidden size={16} />
      Submit
    </Link>
  )
}

function summary(total: number, filtered: boolean, activeFirst: boolean): string {
  const packets = counted(total, 'packet', 'packets', mostCounted)
  if (filtered) return `${packets} ${total === 1 ? 'matches' : 'match'}`
  if (total === 0) return 'None so far'
  return activeFirst ? `${packets}, unfinished ones first` : packets
}

type Waiting = NonNullable<Attention['waiting']>

/** Why packets wait; follows the number of packets. The line about a pause replaces this while the pause lasts. */
const waitWords: Record<WaitReason, string> = {
  outage: 'no provider can be reached',
  paused: 'all sending had been paused',
  unavailable: 'no provider may be handed them',
}

interface WaitingProps {
  waiting: Waiting
  onShow: () => void
}

/** Replaces the summary: how many packets wait, for what and since when. */
function WaitingLine({ waiting, onShow }: WaitingProps) {
  const { count, why, since } = waiting
  const Icon = why === 'outage' ? Unplug : CirclePause
  return (
    <p role="status" className="flex items-start gap-1.5 text-silent">
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span>
        <strong aria-live="off" className="font-semibold">
          {waitersInWords(count)}:
        </strong>{' '}
        <span className="text-ink">
          {waitWords[why]} <Since iso={since} />.{' '}
        </span>
        <ShowButton count={count} onShow={onShow} />
      </span>
    </p>
  )
}

/** How many packets an operator's pause holds back, in the line about it. No button if they are already shown. */
function HeldCount({ waiting: { count }, onShow }: { waiting: Waiting; onShow: (() => void) | null }) {
  return (
    <>
      <strong className="font-semibold">{waitersInWords(count)} now.</strong>{' '}
      {onShow !== null && <ShowButton count={count} onShow={onShow} />}
    </>
  )
}

function ShowButton({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <button type="button" onClick={onShow} className="text-accent underline underline-offset-2">
      Show {count === 1 ? 'it' : 'them'}
    </button>
  )
}

function waitersInWords(count: number): string {
  return counted(count, 'packet waits', 'packets wait', mostCounted)
}
