import type { queueOperations } from '@/lib/contract/operations/queues'
import type { Routes } from '@/lib/server/http/route'
import { drop, getQueue, getQueues, hold, release } from '@/lib/server/queues'

export const queueRoutes: Routes<typeof queueOperations> = {
  'GET /api/queues': ({ query }) => getQueues(query),
  'GET /api/queues/{key}': ({ params }) => getQueue(params.key),
  'POST /api/queues/{key}/actions/hold': ({ params, body }) => hold(params.key, body.reason),
  'POST /api/queues/{key}/actions/release': ({ params }) => release(params.key),
  'POST /api/queues/{key}/actions/drop': ({ params, body }) => drop(params.key, body.reason),
}
