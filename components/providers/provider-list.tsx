'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import {
  breakerLooks,
  drainedLook,
  type Look,
  outcomeLooks,
  probeLooks,
  toneFill,
} from '@/components/route/looks'
import { Ago, Since } from '@/components/time/ago'
import { useClock } from '@/components/time/clock'
import { countText, percentText } from '@/components/ui/format'
import { Placeholder } from '@/components/ui/placeholder'
import { withParams } from '@/lib/client/api'
import { mostCounted } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { ProbeView, Provider, ProviderStateView } from '@/lib/contract/provider-list'
import { formatDuration } from '@/lib/packet/duration'
import { ProviderActions } from './provider-actions'

/** On a narrower desktop screen the host is below the name; on a phone beside it, which keeps at least half. */
const grid =
  'grid items-center gap-x-2 px-3 grid-cols-[minmax(50%,1fr)_auto] lg:grid-cols-[20px_minmax(104px,1.2fr)_64px_56px_minmax(96px,1.5fr)_60px_44px_248px] xl:gap-x-4 2xl:grid-cols-[24px_minmax(140px,1.2fr)_minmax(120px,1fr)_72px_72px_minmax(160px,1.5fr)_72px_64px_248px]'

export function ProviderList({ providers }: { providers: readonly Provider[] }) {
  if (providers.length === 0) {
    return (
      <Placeholder title="No providers">
        <p>Add one to providers.json and start again.</p>
      </Placeholder>
    )
  }
  return (
    <table className="block rounded-lg border border-line bg-panel" aria-label="Providers">
      <thead className="block max-lg:sr-only">
        <tr className={`${grid} h-9 border-b border-line text-xs text-soft`}>
          {heads.map(({ name, className, title }) => (
            <th key={name} scope="col" title={title} className={`font-normal ${className}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block">
        {providers.map((provider) => (
          <ProviderRow key={provider.name} provider={provider} />
        ))}
      </tbody>
    </table>
  )
}

interface Head {
  name: string
  className: string
  title?: string
}

const heads: readonly Head[] = [
  { name: '#', className: 'text-left', title: 'Place in the routing order' },
  { name: 'Provider', className: 'text-left' },
  { name: 'Host', className: 'text-left max-2xl:hidden' },
  {
    name: 'Time-out',
    className: 'text-right whitespace-nowrap',
    title: 'How long it may take to send a receipt',
  },
  { name: 'In flight', className: 'text-right', title: 'Packets that await its receipt now' },
  { name: 'Share delivered', className: 'text-left', title: 'Of the ended packets for which it was tried' },
  { name: 'Delivered', className: 'text-right', title: 'As far back as packets are kept' },
  { name: 'Failed', className: 'text-right', title: 'As far back as packets are kept' },
  { name: 'Actions', className: 'text-right sr-only' },
]

function ProviderRow({ provider }: { provider: Provider }) {
  return (
    <tr className={`${grid} min-h-10 border-b border-line py-1.5 last:border-0`}>
      <td className="text-faint max-lg:hidden">{provider.position}</td>
      <th scope="row" className="min-w-0 text-left font-semibold">
        <Link
          href={withParams(pagePaths.packets, { provider: provider.name })}
          className="break-words underline-offset-4 hover:text-accent hover:underline"
        >
          <bdi translate="no">{provider.name}</bdi>
        </Link>
        <span
          title={provider.host}
          className="hidden truncate font-mono text-xs font-normal text-soft lg:max-2xl:block"
        >
          {provider.host}
        </span>
      </th>
      <td
        className="min-w-0 truncate font-mono text-xs text-soft max-lg:text-right lg:max-2xl:hidden"
        title={provider.host}
      >
        {provider.host}
      </td>
      <td className="text-right text-soft max-lg:hidden">{formatDuration(provider.receiptTimeoutMs)}</td>
      <td className="text-right max-lg:hidden">{countText(provider.inFlight, mostCounted)}</td>
      <td className="flex items-center gap-3 max-lg:col-span-2 max-lg:mt-1">
        <ShareBar delivered={provider.delivered} failed={provider.failed} />
        <span className="w-14 shrink-0 text-right">{shareInWords(provider)}</span>
      </td>
      <td className="text-xs text-soft max-lg:col-span-2 lg:hidden">{factsInWords(provider)}</td>
      <td className="text-right max-lg:hidden">{countText(provider.delivered)}</td>
      <td className="text-right max-lg:hidden">{countText(provider.failed)}</td>
      <td className="max-lg:col-span-2">
        <ProviderActions provider={provider} />
      </td>
      <td className="col-span-full empty:hidden lg:pl-7 xl:pl-9 2xl:pl-10">
        <ProviderState state={provider.state} />
      </td>
    </tr>
  )
}

function shareInWords({ shareDelivered }: Provider): string {
  return shareDelivered === null ? 'not tried' : percentText(shareDelivered, 1)
}

/** For a phone, where there is no room for a column each. */
function factsInWords({ inFlight, delivered, failed, receiptTimeoutMs }: Provider): string {
  const counts = `${countText(inFlight, mostCounted)} in flight, ${countText(delivered)} delivered, ${countText(failed)} failed`
  return `${counts}, time-out ${formatDuration(receiptTimeoutMs)}`
}

/** Delivered and failed as segments of one bar; the numbers are beside it. */
function ShareBar({ delivered, failed }: { delivered: number; failed: number }) {
  const tried = delivered + failed
  const share = tried === 0 ? 0 : delivered / tried
  return (
    <svg aria-hidden="true" width="100%" height="8" className="min-w-10 flex-1">
      <rect width="100%" height="8" rx="2" className="fill-idle-wash" />
      {tried > 0 && (
        <rect
          width="100%"
          height="8"
          rx="2"
          className={`${toneFill[outcomeLooks.TIMED_OUT.tone]} opacity-45`}
        />
      )}
      {share > 0 && (
        <rect
          width={`${(share * 100).toFixed(2)}%`}
          height="8"
          rx="2"
          className={toneFill[outcomeLooks.ACKNOWLEDGED.tone]}
        />
      )}
    </svg>
  )
}

/** What is unusual about a provider: drained, breaker open, or probed. Renders nothing if nothing is. */
function ProviderState({ state }: { state: ProviderStateView }) {
  const { drained, breaker, probe } = state
  if (!hasNews(state)) return null
  return (
    <ul className="grid gap-1 pb-1">
      {drained && (
        <Line look={drainedLook} word="Drained">
          <Ago iso={drained.since} after=" ago" />: <bdi>{drained.reason}</bdi>
        </Line>
      )}
      {breaker.state !== 'closed' && (
        <Line look={breakerLooks[breaker.state]} word={breakerLooks[breaker.state].word}>
          no packets {breaker.since && <Since iso={breaker.since} />}: <bdi>{breaker.reason}</bdi>
          {breaker.nextProbeAt && <NextProbe iso={breaker.nextProbeAt} />}
        </Line>
      )}
      {probe && (
        <Line look={probeLooks[probe.phase]} word="Probe">
          <ProbeWords probe={probe} />
        </Line>
      )}
    </ul>
  )
}

function hasNews({ drained, breaker, probe }: ProviderStateView): boolean {
  return drained !== null || breaker.state !== 'closed' || probe !== null
}

function Line({ look, word, children }: { look: Look; word: string; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2 text-xs text-soft">
      <Glyph look={look} size={14} className="mt-px" />
      <span className="min-w-0 break-words">
        <span className="font-semibold text-ink">{word}</span> {children}
      </span>
    </li>
  )
}

function NextProbe({ iso }: { iso: string }) {
  const at = Date.parse(iso)
  const left = useClock(1000, (now) => (at > now ? formatDuration(Math.ceil((at - now) / 1000) * 1000) : ''))
  return left === '' ? ', to be probed now' : `, next probe in ${left}`
}

const phases: Record<ProbeView['phase'], (after: string) => string> = {
  queued: () => 'waits for a worker',
  sent: () => 'sent, waiting for the receipt',
  confirmed: (after) => `confirmed${after}`,
  refused: (after) => `answered with a refusal${after}`,
  rejected: () => 'rejected',
  unreachable: () => 'did not get through',
  silent: () => 'got no receipt, in two tries',
  lost: () => 'lost',
  unsent: () => 'could not be sent',
  unknown: () => 'not configured at the workers',
}

function ProbeWords({ probe: { phase, ms, detail, since } }: { probe: ProbeView }) {
  const after = ms === null ? '' : ` after ${formatDuration(ms)}`
  return (
    <>
      <span aria-live="polite">
        {phases[phase](after)}
        {detail !== null && (
          <>
            : <bdi>{detail}</bdi>
          </>
        )}
      </span>
      , begun <Ago iso={since} after=" ago" />
    </>
  )
}
