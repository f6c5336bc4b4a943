import { PartsBar } from '@/components/ui/parts-bar'
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
  return <PartsBar parts={parts} className={className} />
}
