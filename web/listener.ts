/** Which part of the web process answers a request. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { putOnPublicPath, readAbsoluteTarget, takeOffPublicPath } from '@/lib/server/http/address'
import { isApi, refuseAtDoor } from '@/lib/server/http/door'
import { closeWhenUnread } from '@/lib/server/http/request'
import { answerMetrics, isForMetrics } from '@/lib/server/metrics/scrape'
import { isForReceipts, takeRequest } from '@/lib/server/receipts/listener'
import { answerApi } from './api/app'

/** @param servePage answers every request that is neither a receipt nor for the API */
export function createListener(servePage: (request: IncomingMessage, response: ServerResponse) => void) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    closeWhenUnread(request, response)
    readAbsoluteTarget(request)
    takeOffPublicPath(request)
    if (isForReceipts(request)) void takeRequest(request, response)
    else if (refuseAtDoor(request, response)) return
    else if (isForMetrics(request)) void answerMetrics(response)
    else if (isApi(request)) void answerApi(request, response)
    else {
      putOnPublicPath(request)
      servePage(request, response)
    }
  }
}
