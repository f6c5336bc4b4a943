import Link from 'next/link'
import { pagePaths } from '@/lib/contract/paths'

/** The name beside the product's motif: a stop that failed, the line, a stop that confirmed. */
export function Brand() {
  return (
    <Link href={pagePaths.packets} className="flex h-8 items-center gap-2.5 px-2.5">
      <svg aria-hidden="true" width="34" height="14" viewBox="0 0 34 14" fill="none" strokeLinecap="round">
        <path d="M13 7h8" className="stroke-edge" strokeWidth="1.75" />
        <circle cx="7" cy="7" r="5.25" className="stroke-soft" strokeWidth="1.75" />
        <circle cx="27" cy="7" r="6" className="fill-accent" />
        <path d="M24.3 7.2l1.9 1.9 3.5-4" className="stroke-on-accent" strokeWidth="1.6" />
      </svg>
      <span className="text-base font-semibold tracking-tight">Waybill</span>
    </Link>
  )
}
