/** Placeholders for content that is empty, could not be read, or is loading. */
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Button } from './button'

interface PlaceholderProps {
  title: string
  children?: ReactNode
  /** Buttons or links: the next step. */
  actions?: ReactNode
}

/** Stands where content would be: says why there is none and what to do next. */
export function Placeholder({ title, children, actions }: PlaceholderProps) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center gap-3 px-4 py-16 text-center">
      <svg aria-hidden="true" width="132" height="20" viewBox="0 0 132 20" fill="none" className="text-edge">
        <path d="M16 10h42M74 10h42" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 4" />
        <circle cx="8" cy="10" r="6.25" stroke="currentColor" strokeWidth="1.5" />
        <circle cx="66" cy="10" r="6.25" stroke="currentColor" strokeWidth="1.5" />
        <circle cx="124" cy="10" r="6.25" stroke="currentColor" strokeWidth="1.5" />
      </svg>
      <h2 className="text-lg font-semibold">{title}</h2>
      {children !== undefined && <div className="max-w-full space-y-3 text-soft">{children}</div>}
      {actions !== undefined && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

interface UnreadProps {
  title: string
  /** Why, in a sentence. */
  message: string
  onRetry: () => void
  /** An alternative to trying again. */
  more?: ReactNode
}

/** Stands in place of a page, or a large part of one, that could not be read. */
export function Unread({ title, message, onRetry, more }: UnreadProps) {
  return (
    <Placeholder
      title={title}
      actions={
        <>
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
          {more}
        </>
      }
    >
      <p role="alert">{message}</p>
    </Placeholder>
  )
}

/** The same in a line, for a small part. */
export function ReadFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="min-w-0 break-words">{message}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  )
}

interface SkeletonProps {
  /** What is loading, for screen readers. */
  label: string
  rows: number
  /** Class for the height of the rows to come. */
  rowClass: string
  /** False inside a panel, which has a frame of its own. */
  framed?: boolean
  /** Stands above the rows. */
  children?: ReactNode
}

/** Rows of the height of those to come, so that loading causes no layout shift. */
export function Skeleton({ label, rows, rowClass, framed = true, children }: SkeletonProps) {
  return (
    <div className={clsx(framed && 'rounded-lg border border-line bg-panel')}>
      <p role="status" className="sr-only">
        {label}
      </p>
      {children}
      {Array.from({ length: rows }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
          key={index}
          aria-hidden
          className={clsx('flex items-center border-b border-line px-3 last:border-0', rowClass)}
        >
          <span className={clsx('h-2.5 rounded-sm bg-hover', widths[index % widths.length])} />
        </div>
      ))}
    </div>
  )
}

const widths = ['w-2/3', 'w-1/2', 'w-3/5', 'w-2/3', 'w-2/5', 'w-1/2', 'w-3/5', 'w-1/2'] as const
