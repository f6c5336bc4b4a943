'use client'
import { clsx } from 'clsx'
import { Radio, RefreshCw, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { timeLocal } from '@/components/time/format'
import { Button } from '@/components/ui/button'
import type { LinkState } from '@/lib/client/link-state'
import { reloadWhenIdle, useOutdated } from './reload'

interface PageHeaderProps {
  title: ReactNode
  /** An action on the title itself, such as copying it. */
  beside?: ReactNode
  /** The state of the live connection, if the page has one. */
  link?: LinkState
  /** The one primary action. */
  action?: ReactNode
  /** One line that is always present, so that a change of its words causes no layout shift. */
  children?: ReactNode
}

export function PageHeader({ title, beside, link, action, children }: PageHeaderProps) {
  return (
    <header className="mb-3">
      <div className="flex min-h-8 items-center gap-2 sm:gap-3">
        <h1
          className={clsx(
            'text-xl font-semibold tracking-tight',
            typeof title === 'string' ? 'shrink-0' : 'min-w-0 truncate',
          )}
        >
          {title}
        </h1>
        {beside}
        {link && <LiveBadge link={link} />}
        <span className="flex-1" />
        {action !== undefined && <span className="print:hidden">{action}</span>}
      </div>
      <LinkLines link={link} />
      {children !== undefined && <div className="mt-1 min-h-5 text-soft">{children}</div>}
    </header>
  )
}

interface View {
  text: string
  title: string
  dot: string
  why?: string | null
  /** The time zone, visually hidden on a phone for lack of room. */
  zone?: string
}

/** Shows beside every page's title whether the page is up to date. */
function LiveBadge({ link }: { link: LinkState }) {
  const { text, title, dot, zone, why = null } = viewOf(link)
  return (
    <span
      role="status"
      aria-label="Connection"
      title={title}
      className={clsx(
        'flex h-6 items-center gap-1.5 text-xs text-soft',
        link.is === 'stale' ? 'min-w-35' : 'shrink-0',
      )}
    >
      <span aria-hidden className={clsx('size-2 shrink-0 rounded-full', dot)} />
      <span className="truncate">
        {text}
        {zone !== undefined && <span className="max-sm:sr-only"> {zone}</span>}
        {why !== null && <span className="max-sm:sr-only">. {why}</span>}
      </span>
    </span>
  )
}

function viewOf(link: LinkState): View {
  switch (link.is) {
    case 'connecting':
      return { text: 'Connecting', title: 'Opening the live connection', dot: 'border border-edge' }
    case 'live':
      return { text: 'Live', title: 'Changes appear as they happen', dot: 'bg-good' }
    case 'polling':
      return { text: 'Read every 10 s', title: link.why, dot: 'border-2 border-good' }
    case 'reconnecting':
      return {
        text: 'Reconnecting',
        title: 'The connection was lost a moment ago',
        dot: 'border-2 border-silent',
      }
    case 'stale': {
      const [clock, zone = ''] = timeLocal(link.since).split(' ')
      return {
        text: `Stale since ${clock}`,
        zone,
        title: 'Retrying every few seconds',
        dot: 'rounded-none bg-bad',
        why: link.why,
      }
    }
    case 'intercepted':
      return { text: 'Not live', title: link.why, dot: 'rounded-none bg-bad' }
    case 'refused':
      return {
        text: 'Not live',
        title: 'The requested content cannot be shown',
        dot: 'rounded-none border-2 border-idle',
      }
    case 'ended':
      return { text: 'Final', title: 'Nothing more will change', dot: 'bg-idle' }
  }
}

/** Why the page is not live or not the newest version, and what to do. Renders nothing otherwise. */
function LinkLines({ link }: { link: LinkState | undefined }) {
  const outdated = useOutdated()
  return (
    <div role="status">
      {outdated && <UpdatedLine />}
      {link?.is === 'polling' && (
        <Line icon={<Radio aria-hidden size={16} className="mt-0.5 shrink-0 text-soft" />}>{link.why}</Line>
      )}
      {link?.is === 'intercepted' && (
        <Line
          icon={<TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-bad" />}
          action={<ReloadButton />}
        >
          {link.why}
          {link.since > 0 && ` What you see is from ${timeLocal(link.since)}.`}
        </Line>
      )}
    </div>
  )
}

const idleMs = 300_000

/** Reloads an unattended screen by itself. */
function UpdatedLine() {
  useEffect(() => reloadWhenIdle(idleMs), [])
  return (
    <Line
      icon={<RefreshCw aria-hidden size={16} className="mt-0.5 shrink-0 text-accent" />}
      action={<ReloadButton />}
    >
      Waybill was updated since this page was loaded. Reload the page to use the new version.
    </Line>
  )
}

function ReloadButton() {
  return <Button onClick={() => window.location.reload()}>Reload</Button>
}

function Line({ icon, action, children }: { icon: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="my-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-line bg-panel px-3 py-1.5 text-ink print:hidden">
      <p className="flex min-w-0 items-start gap-1.5">
        {icon}
        <span className="min-w-0 break-words text-pretty">{children}</span>
      </p>
      {action}
    </div>
  )
}
