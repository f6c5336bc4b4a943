/** Errors of the HTTP API, `application/problem+json` (RFC 9457). The list of codes is closed. */
import { z } from 'zod'

export const problems = {
  INVALID_REQUEST: { status: 400, title: 'The request is not valid' },
  BAD_CURSOR: { status: 400, title: 'The cursor does not belong to this list' },
  UNAUTHENTICATED_RECEIPT: { status: 401, title: 'The receipt could not be authenticated' },
  CROSS_ORIGIN: { status: 403, title: 'Changes and live views from another origin are refused' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  PACKET_NOT_FOUND: { status: 404, title: 'No such packet' },
  BATCH_NOT_FOUND: { status: 404, title: 'No such batch' },
  BULK_ACTION_NOT_FOUND: { status: 404, title: 'No such bulk action' },
  RECURRENCE_NOT_FOUND: { status: 404, title: 'No such recurring submission' },
  RECEIVER_NOT_FOUND: { status: 404, title: 'No such receiver' },
  NOTIFICATION_NOT_FOUND: { status: 404, title: 'No such notification' },
  VIEW_NOT_FOUND: { status: 404, title: 'No such view' },
  PROVIDER_NOT_FOUND: { status: 404, title: 'No such provider' },
  UNKNOWN_TOKEN: { status: 404, title: 'The token was not sealed here' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This method is not supported here' },
  TIMED_OUT: { status: 408, title: 'The request took too long to arrive' },
  PACKET_EXISTS: { status: 409, title: 'A packet with this id exists' },
  IDEMPOTENCY_KEY_REUSED: { status: 409, title: 'The idempotency key was used with another body' },
  BATCH_EXISTS: { status: 409, title: 'A batch with this id and other rows exists' },
  BATCH_STATE: { status: 409, title: 'The batch is in another state' },
  BULK_ACTION_EXISTS: { status: 409, title: 'Another bulk action with this id exists' },
  BULK_ACTION_STATE: { status: 409, title: 'The bulk action is in another state' },
  COUNT_CHANGED: { status: 409, title: 'The number of packets has changed' },
  TOO_MANY_PACKETS: { status: 409, title: 'Too many packets for one bulk action' },
  PACKET_ENDED: { status: 409, title: 'The packet has ended' },
  NOT_SCHEDULED: { status: 409, title: 'The packet is no longer scheduled' },
  ACTION_NOT_APPLICABLE: { status: 409, title: 'The action does not apply to the packet now' },
  PACKET_IN_FLIGHT: { status: 409, title: 'The packet has not ended' },
  MAY_BE_DELIVERED: { status: 409, title: 'The packet may have been delivered, or may still be' },
  RECEIPT_CONTRADICTS: { status: 409, title: 'A receipt with this webhook-id and another body was taken' },
  NOTIFICATION_WAITS: { status: 409, title: 'The notification waits to be sent' },
  TOO_MANY_RECEIVERS: { status: 409, title: 'There are too many subscriptions' },
  VIEW_EXISTS: { status: 409, title: 'A view with this name exists' },
  TOO_MANY_VIEWS: { status: 409, title: 'There are too many views' },
  NO_PROBE_DESTINATION: { status: 409, title: 'No destination for probes is set' },
  CONTENTS_ERASED: { status: 410, title: 'The contents were erased' },
  CONTENTS_LOST: { status: 410, title: 'The contents are lost' },
  TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The media type of the body is not supported' },
  UNKNOWN_EXPECTATION: { status: 417, title: 'This expectation cannot be met' },
  UNKNOWN_HOST: { status: 421, title: 'This host name is not known here' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large' },
  INTERNAL: { status: 500, title: 'Internal error' },
  STORE_UNREACHABLE: { status: 503, title: 'PostgreSQL cannot be reached' },
  STORE_SET_BACK: { status: 503, title: 'The store was set back' },
  TEMPORAL_UNREACHABLE: { status: 503, title: 'Temporal cannot be reached' },
  TEMPORAL_BUSY: { status: 503, title: 'Temporal is overloaded' },
  NOT_READY: { status: 503, title: 'Not ready' },
  NO_WORKER: { status: 503, title: 'No worker can carry it out now' },
  TOO_MANY_VIEWERS: { status: 503, title: 'Too many live views are open' },
  OUTCOME_UNKNOWN: { status: 504, title: 'It is not known whether it took effect' },
} as const

export type ProblemCode = keyof typeof problems

const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]]

export const problemCode = z.enum(problemCodes)

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: problemCode,
    detail: z.string().meta({ description: 'What is wrong and what to do.' }),
    instance: z.string().optional(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'One entry for each field at fault.' }),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof problemSchema>
