import { clsx } from 'clsx'
import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: ReactNode
  /** What can be done with the title itself, such as copying it. */
  beside?: ReactNode
  /** The live state. */
  live?: ReactNode
  /** The one primary action. */
  action?: ReactNode
  /** One line that is always there, so that a changed word moves nothing. */
  children?: ReactNode
}

export function PageHeader({ title, beside, live, action, children }: PageHeaderProps) {
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
        {live}
        <span className="flex-1" />
        {action !== undefined && <span className="print:hidden">{action}</span>}
      </div>
      {children !== undefined && <div className="mt-1 min-h-5 text-soft">{children}</div>}
    </header>
  )
}
