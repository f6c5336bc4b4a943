'use client'
import { Radio, RefreshCw, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { timeUtc } from '@/components/time/age'
import { Button } from '@/components/ui/button'
import type { LinkState } from '@/lib/client/event-stream'
import { useOutdated } from '@/lib/client/use-outdated'
import { reloadWhenIdle } from './reload-when-idle'

/** What keeps a page from being live or up to date, and what to do; a page that is both shows nothing here. */
export function LinkLines({ link }: { link: LinkState | undefined }) {
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
          {link.since > 0 && ` What you see is from ${timeUtc(link.since)}.`}
        </Line>
      )}
    </div>
  )
}

const idleMs = 300_000

/** On a screen without anyone at it the page is loaded again by itself. */
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
