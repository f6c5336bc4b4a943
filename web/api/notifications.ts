import type { notificationOperations } from '@/lib/contract/operations/notifications'
import type { Routes } from '@/lib/server/http/route'
import {
  disable,
  enable,
  listAllReceivers,
  notificationsOf,
  sendNotificationAgain,
  subscribe,
  unsubscribe,
} from '@/lib/server/notifications'

export const notificationRoutes: Routes<typeof notificationOperations> = {
  'GET /api/packets/{id}/notifications': ({ params }) => notificationsOf(params.id),
  'POST /api/notifications/{id}/actions/send-again': ({ params }) => sendNotificationAgain(params.id),
  'GET /api/receivers': () => listAllReceivers(),
  'POST /api/receivers': ({ body }) => subscribe(body),
  'POST /api/receivers/{id}/actions/enable': ({ params }) => enable(params.id),
  'POST /api/receivers/{id}/actions/disable': ({ params, body }) => disable(params.id, body.reason),
  'POST /api/receivers/{id}/actions/delete': ({ params, body }) => unsubscribe(params.id, body.reason),
}
