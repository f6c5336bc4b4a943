import { PartsBar } from '@/components/ui/parts-bar'
import type { Batch } from '@/lib/contract/batch'
import { sumsOf } from './batch-words'

/** The progress of a batch's packets, as segments of one bar. */
export function BatchBar({ batch, className }: { batch: Batch; className?: string }) {
  const { delivered, failed, inFlight, waiting } = sumsOf(batch)
  const parts = [
    { name: 'delivered', count: delivered, look: 'bg-good' },
    { name: 'not delivered', count: failed, look: 'bg-bad' },
    { name: 'in flight', count: inFlight, look: 'bg-wait' },
    { name: 'waiting', count: waiting, look: 'bg-edge/40' },
  ]
  return <PartsBar parts={parts} className={className} />
}
