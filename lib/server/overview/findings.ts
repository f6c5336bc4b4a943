/** What needs an operator now, derived from packets, providers and parts. */
import type { Finding } from '@/lib/contract/health-report'
import type { Findings } from '@/lib/contract/overview'
import { mostCounted } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { Provider } from '@/lib/contract/provider-list'
import type { Attention } from '@/lib/contract/streams'
import { formatDuration } from '@/lib/packet/duration'
import type { WaitReason } from '@/lib/packet/reason'
import type { Growth } from './backlog'

interface Known {
  /** Findings of the health report. */
  health: readonly Finding[]
  waiting: Attention['waiting']
  /** Packets that two providers have confirmed, and that ended within the last 24 hours. */
  doubled: number
  providers: readonly Pick<Provider, 'name' | 'state'>[]
  growth: Growth | null
  alerts: Findings['alerts']
  /** Milliseconds since the epoch. */
  now: number
}

/** The most serious first. */
export function overviewFindings(known: Known): Finding[] {
  const { health, providers, alerts, growth, now } = known
  const ofViews = alerts.map((alert) => ofView(alert, now))
  const all = [...health, ...ofProviders(providers), ...ofViews, ...ofBacklog(growth), ...ofPackets(known)]
  return [
    ...all.filter(({ severity }) => severity === 'wrong'),
    ...all.filter(({ severity }) => severity === 'notice'),
  ]
}

/** Makes a sentence of a reason, which is stored as a clause. */
function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${clause.endsWith('.') ? '' : '.'}`
}

function ofProviders(providers: Known['providers']): Finding[] {
  const page = pagePaths.providers
  return providers.flatMap(({ name, state: { drained, breaker } }): Finding[] => [
    ...(breaker.state === 'closed'
      ? []
      : [
          {
            severity: 'wrong' as const,
            what: `${name} is passed over: its circuit breaker is ${breaker.state}.`,
            advice: `${sentence(breaker.reason ?? 'its attempts failed')} It gets packets again once a probe succeeds.`,
            page,
          },
        ]),
    ...(drained === null
      ? []
      : [
          {
            severity: 'notice' as const,
            what: `${name} is drained.`,
            advice: `An operator drained it: "${drained.reason}". Resume it when it may get packets again.`,
            page,
          },
        ]),
  ])
}

function ofView(
  { view: { name, filter, atLeast }, since }: Findings['alerts'][number],
  now: number,
): Finding {
  const given = Object.entries(filter).flatMap(([field, value]) =>
    value === undefined ? [] : [[field, value]],
  )
  return {
    severity: 'notice',
    what: `The view "${name}" reached ${grouped.format(atLeast)} ${atLeast === 1 ? 'packet' : 'packets'} ${formatDuration(now - Date.parse(since))} ago.`,
    advice: 'The alert ends once the view has held fewer for 5 minutes.',
    page: `${pagePaths.packets}?${new URLSearchParams(given)}`,
  }
}

function ofBacklog(growth: Growth | null): Finding[] {
  if (growth === null) return []
  const { unended, more, overMs } = growth
  return [
    {
      severity: 'notice',
      what: `The backlog grows: ${grouped.format(unended)} packets have not ended, ${grouped.format(more)} more than ${formatDuration(overMs)} ago.`,
      advice: 'Packets arrive faster than they end. Check whether providers are slow, or start more workers.',
      page: pagePaths.packets,
    },
  ]
}

const grouped = new Intl.NumberFormat('en')

/** The text of a count, which stops at `mostCounted`. */
function counted(count: number): string {
  return count > mostCounted ? `more than ${grouped.format(mostCounted)}` : grouped.format(count)
}

const waitAdvice: Record<WaitReason, string> = {
  outage:
    'No provider can be reached, so the fault is on this side. Packets go on by themselves once it is over.',
  paused: 'All sending is paused.',
  unavailable:
    'Every provider left is drained, or its breaker is open. Resume one, or wait until a probe succeeds.',
}

function ofPackets({ waiting, doubled, now }: Known): Finding[] {
  return [
    ...(waiting === null
      ? []
      : [
          {
            severity: 'notice' as const,
            what: `Packets wait: ${counted(waiting.count)}, for ${formatDuration(now - Date.parse(waiting.since))}.`,
            advice: waitAdvice[waiting.why],
            page: `${pagePaths.packets}?flag=waiting`,
          },
        ]),
    ...(doubled === 0
      ? []
      : [
          {
            severity: 'notice' as const,
            what: `Packets were delivered twice within the last 24 hours: ${counted(doubled)}.`,
            advice:
              'More than one provider confirmed each of them. Longer deadlines, and carriers that offer recall, make this rarer.',
            page: `${pagePaths.packets}?flag=doubled&within=24h`,
          },
        ]),
  ]
}
