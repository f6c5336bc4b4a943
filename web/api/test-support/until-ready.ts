import { apiPath } from '@/lib/contract/paths'
import { callApi } from './call-api'
import { eventually } from './eventually'

/** A started worker counts as alive only after its first heartbeat. */
export async function untilReady(ready = true): Promise<void> {
  await eventually(
    async () => (await callApi(apiPath('/api/health/ready'))).ok,
    (isReady) => isReady === ready,
  )
}
