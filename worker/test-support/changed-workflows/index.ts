/** What a careless change looks like: one more step before the look-up. Replaying must catch it. */
import { sleep } from '@temporalio/workflow'
import type { DeliveryRequest } from '@/lib/contract/workflows'
import { dataRouting as unchanged } from '../../workflows'

export async function dataRouting(request: DeliveryRequest): ReturnType<typeof unchanged> {
  await sleep('1 second')
  return unchanged(request)
}
