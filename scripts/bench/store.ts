// Brings the store to a size by real deliveries.
import { dataRoutingType } from '@/lib/contract/workflows'
import type { Bench } from './bench'
import { deliver } from './delivery'
import { runInFlight } from './in-flight'

/** More in flight than when throughput is measured: only the sum counts here. */
const WIDTH = 60
const REPORT_EVERY = 500

export function storeSizes(quick: boolean): { few: number; many: number } {
  return quick ? { few: 200, many: 600 } : { few: 1000, many: 5000 }
}

/** Delivers packets until the store holds so many; returns how many it holds, which may be more. */
export async function fillStore({ client, say, signal }: Bench, size: number): Promise<number> {
  const { count } = await client.workflow.count(`WorkflowType = '${dataRoutingType}'`)
  const missing = size - count
  if (missing <= 0) return count
  say(`Delivering ${missing} packets, so that the store holds ${size}`)
  await runInFlight(missing, WIDTH, async (index) => {
    signal.throwIfAborted()
    await deliver(client)
    if ((index + 1) % REPORT_EVERY === 0) say(`${count + index + 1} packets are in the store`)
  })
  return size
}
