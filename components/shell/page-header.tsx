import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import type { LinkState } from '@/lib/client/event-stream'
import { LinkLines } from './link-lines'
import { LiveBadge } from './live-badge'

interface PageHeaderProps {
  title: ReactNode
  /** What can be done with the title itself, such as copying it. */
  beside?: ReactNode
  /** The live state, of a page that has one. */
  link?: LinkState
  /** The one primary action. */
  action?: ReactNode
  /** One line that is always there, so that a changed word moves nothing. */
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
