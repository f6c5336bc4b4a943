'use client'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { breakerLooks, drainedLook, type Look, probeLooks } from '@/components/route/looks'
import { Ago, Since } from '@/components/time/ago'
import { useClock } from '@/components/time/clock'
import type { ProbeView, ProviderStateView } from '@/lib/contract/provider-list'
import { formatDuration } from '@/lib/packet/duration'

/** What is out of the ordinary about a provider: drained, broken, probed. Nothing when nothing is. */
export function ProviderState({ state }: { state: ProviderStateView }) {
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
