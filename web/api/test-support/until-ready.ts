import { apiPath } from '@/lib/contract/paths'
import { callApi } from './call-api'
import { eventually } from './eventually'

/** A worker that has just started is known to be alive once its first heartbeat was heard. */
export async function untilReady(ready = true): Promise<void> {
  await eventually(
    async () => (await callApi(apiPath('/api/health/ready'))).ok,
    (isReady) => isReady === ready,
  )
}
