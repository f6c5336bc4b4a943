import {
  maxStoppingBytes,
  maxSubscriptionBytes,
  notificationParams,
  receiverParams,
  stopping,
  subscription,
} from '@/lib/contract/notification'
import { json, type Routes } from '@/lib/server/http/endpoint'
import { noQuery, packetIdOf, parse, parseBody, parseQuery } from '@/lib/server/http/request'
import {
  disable,
  enable,
  listAllReceivers,
  notificationsOf,
  sendNotificationAgain,
  subscribe,
  unsubscribe,
} from '@/lib/server/notifications'

export const notificationRoutes: Routes = {
  '/api/packets/:id/notifications': {
    async GET(request, params) {
      parseQuery(request, noQuery)
      return json(await notificationsOf(packetIdOf(params)))
    },
  },
  '/api/notifications/:id/actions/send-again': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const { id } = parse(notificationParams, params)
      return json(await sendNotificationAgain(id), { status: 202 })
    },
  },
  '/api/receivers': {
    async GET(request) {
      parseQuery(request, noQuery)
      return json(await listAllReceivers())
    },
    async POST(request) {
      parseQuery(request, noQuery)
      const body = await parseBody(request, subscription, maxSubscriptionBytes)
      return json(await subscribe(body), { status: 201 })
    },
  },
  '/api/receivers/:id/actions/enable': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      return json(await enable(parse(receiverParams, params).id))
    },
  },
  '/api/receivers/:id/actions/disable': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const { id } = parse(receiverParams, params)
      const { reason } = await parseBody(request, stopping, maxStoppingBytes)
      return json(await disable(id, reason))
    },
  },
  '/api/receivers/:id/actions/delete': {
    async POST(request, params) {
      parseQuery(request, noQuery)
      const { id } = parse(receiverParams, params)
      const { reason } = await parseBody(request, stopping, maxStoppingBytes)
      return json(await unsubscribe(id, reason))
    },
  },
}
