import { clsx } from 'clsx'
import { countText } from '@/components/ui/format'
import type { Batch } from '@/lib/contract/batch'
import { sumsOf } from './batch-words'

/** How far the packets of a batch have come, as parts of one line. */
export function BatchBar({ batch, className }: { batch: Batch; className?: string }) {
  const { delivered, failed, inFlight, waiting } = sumsOf(batch)
  const parts = [
    { name: 'delivered', count: delivered, look: 'bg-good' },
    { name: 'not delivered', count: failed, look: 'bg-bad' },
    { name: 'in flight', count: inFlight, look: 'bg-wait' },
    { name: 'waiting', count: waiting, look: 'bg-edge/40' },
  ]
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  const told = parts.filter(({ count }) => count > 0).map(({ name, count }) => `${countText(count)} ${name}`)
  return (
    <div
      role="img"
      aria-label={total === 0 ? 'No packets' : told.join(', ')}
      title={told.join(', ')}
      className={clsx('flex h-2 gap-px overflow-hidden rounded-full bg-sunken', className)}
    >
      {parts.map(({ name, count, look }) =>
        count === 0 ? null : (
          <span key={name} className={look} style={{ width: `${Math.max(0.5, (count / total) * 100)}%` }} />
        ),
      )}
    </div>
  )
}
