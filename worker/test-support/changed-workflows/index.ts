/** A workflow with a careless change: one more step before the look-up. The replay test must detect it. */
import { sleep } from '@temporalio/workflow'
import type { DeliveryRequest } from '@/lib/contract/workflows'
import { dataRouting as unchanged } from '../../workflows'

export async function dataRouting(request: DeliveryRequest): ReturnType<typeof unchanged> {
  await sleep('1 second')
  return unchanged(request)
}
