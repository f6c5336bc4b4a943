import { maxQueueActionBytes, queueQuery, queueReason } from '@/lib/contract/queue'
import { json, type Routes } from '@/lib/server/http/endpoint'
import { noQuery, orderingKeyOf, parseBody, parseQuery } from '@/lib/server/http/request'
import { drop, getQueue, getQueues, hold, release } from '@/lib/server/queues'

export const queueRoutes: Routes = {
  '/api/queues': {
    async GET(request) {
      return json(await getQueues(parseQuery(request, queueQuery)))
    },
  },
  '/api/queues/:key': {
    async GET(request, params) {
      parseQuery(request, noQuery)
      return json(await getQueue(orderingKeyOf(params)))
    },
  },
  '/api/queues/:key/actions/hold': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const { reason } = await parseBody(request, queueReason, maxQueueActionBytes)
      return json(await hold(orderingKeyOf(params), reason))
    },
  },
  '/api/queues/:key/actions/release': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await release(orderingKeyOf(params)))
    },
  },
  '/api/queues/:key/actions/drop': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const { reason } = await parseBody(request, queueReason, maxQueueActionBytes)
      return json(await drop(orderingKeyOf(params), reason))
    },
  },
}
