import Link from 'next/link'
import { Glyph } from '@/components/route/glyph'
import { partLooks } from '@/components/route/looks'
import { LinkPending } from '@/components/ui/link-pending'
import { Told } from '@/components/ui/told'
import type { Finding } from '@/lib/contract/health-report'

interface FindingsProps {
  findings: readonly Finding[]
  /** The path of the page that shows the findings; a finding about this page needs no link to it. */
  here: string
}

/** The findings: what is wrong, what to do, and on which page. */
export function Findings({ findings, here }: FindingsProps) {
  return (
    <ul className="divide-y divide-line" aria-label="What should be set right">
      {findings.map(({ severity, what, advice, page }) => (
        <li key={what} className="flex items-start gap-2.5 py-2">
          <Glyph look={severity === 'wrong' ? partLooks.down : partLooks.notice} className="mt-0.5" />
          <span className="min-w-0 flex-1 wrap-anywhere">
            <span className="sr-only">{severity === 'wrong' ? 'Wrong: ' : 'To look at: '}</span>
            <span className="font-semibold">
              <Told>{what}</Told>
            </span>{' '}
            <span className="text-soft">
              <Told>{advice}</Told>
            </span>
          </span>
          {page !== here && (
            <Link
              href={page}
              aria-label={`Look at it: ${what}`}
              className="shrink-0 text-accent underline-offset-4 hover:underline"
            >
              Look at it
              <LinkPending />
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
