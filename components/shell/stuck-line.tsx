import Link from 'next/link'
import { Glyph } from '@/components/route/glyph'
import { stuckLook } from '@/components/route/looks'
import { counted } from '@/components/ui/numbers'
import { filterParams, withParams } from '@/lib/client/filter-params'
import { pagePaths } from '@/lib/contract/paths'

/** Packets that look as if they were under way and are not; null while nobody knows of any. */
export function StuckLine({ count }: { count: number | null }) {
  if (count === null || count === 0) return null
  return (
    <p className="mb-2 flex items-start gap-1.5 rounded-md border border-bad bg-bad-wash px-3 py-1.5 text-ink">
      <span className="mt-0.5 shrink-0">
        <Glyph look={stuckLook} />
      </span>
      <span className="min-w-0">
        <strong className="font-semibold">{counted(count, 'packet is', 'packets are')} stuck:</strong> no
        worker can go on with {count === 1 ? 'it' : 'them'}.{' '}
        <Link
          href={withParams(pagePaths.packets, filterParams({ flag: 'stuck' }))}
          prefetch={false}
          className="underline underline-offset-4 hover:text-accent"
        >
          Show {count === 1 ? 'it' : 'them'}
        </Link>
      </span>
    </p>
  )
}
