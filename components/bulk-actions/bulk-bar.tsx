import { bulkResultLooks } from '@/components/route/looks'
import { PartsBar } from '@/components/ui/parts-bar'
import type { BulkAction } from '@/lib/contract/bulk-action'
import type { BulkResult } from '@/lib/contract/bulk-terms'

const looks: Record<BulkResult, string> = {
  DONE: 'bg-good',
  REFUSED: 'bg-silent',
  FAILED: 'bg-bad',
  ASKED: 'bg-wait',
  WAITING: 'bg-edge/40',
  LEFT: 'bg-edge',
}

/** Final results come before pending ones, except `LEFT`, which is last. */
export const resultOrder = [
  'DONE',
  'REFUSED',
  'FAILED',
  'ASKED',
  'WAITING',
  'LEFT',
] as const satisfies BulkResult[]

/** The progress of a bulk action's packets, as segments of one bar. */
export function BulkBar({ bulk: { counts }, className }: { bulk: BulkAction; className?: string }) {
  const parts = resultOrder.map((result) => ({
    name: bulkResultLooks[result].word.toLowerCase(),
    count: counts[result],
    look: looks[result],
  }))
  return <PartsBar parts={parts} className={className} />
}
