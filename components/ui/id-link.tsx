import { clsx } from 'clsx'
import Link from 'next/link'
import { shortenMiddle } from './format'

interface IdLinkProps {
  id: string
  href: string
  /** The most characters that are shown; the whole id is in the tooltip. */
  most?: number
  /** The accessible name, if the shown id is not enough. */
  label?: string
  className?: string
}

/** An id that leads to the page of what it names. */
export function IdLink({ id, href, most = 24, label, className }: IdLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      title={id}
      aria-label={label}
      translate="no"
      className={clsx(
        'font-mono text-xs leading-5 underline-offset-4 hover:text-accent hover:underline',
        className,
      )}
    >
      {shortenMiddle(id, most)}
    </Link>
  )
}
