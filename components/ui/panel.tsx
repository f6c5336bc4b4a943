import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'

interface PanelProps {
  title: string
  action?: ReactNode
  children: ReactNode
  className?: string
}

/** A titled part of a page. */
export function Panel({ title, action, children, className }: PanelProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={clsx('min-w-0 rounded-lg border border-line bg-panel', className)}
    >
      <div className="flex min-h-11 items-center gap-2 px-4 pt-2 pb-1">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        <span className="flex-1" />
        {action}
      </div>
      <div className="px-4 pb-4">{children}</div>
    </section>
  )
}
