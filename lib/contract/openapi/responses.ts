/** From a short description of an operation to what OpenAPI wants to know of it. */
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi'
import { batchId, packetId, providerName } from '../fields'
import { type ProblemCode, problemSchema, problems } from '../problem'
import { recurrenceId } from '../recurrence'

interface Success {
  description: string
  /** JSON unless `mediaType` says otherwise; without it there is no body. */
  schema?: z.ZodType
  mediaType?: string
  headers?: z.ZodObject
}

export interface Operation {
  id: string
  tag: 'Packets' | 'Batches' | 'Queues' | 'Recurring' | 'Live' | 'Carriers' | 'Notifications' | 'Service'
  summary: string
  description?: string
  /** The path has `{id}`. */
  ofPacket?: true
  /** The path has the `{id}` of a batch. */
  ofBatch?: true
  /** The path has the `{id}` of a recurring submission. */
  ofRecurrence?: true
  /** The path has `{name}`. */
  ofProvider?: true
  /** Of a path that has others. */
  path?: z.ZodObject
  query?: z.ZodObject
  headers?: z.ZodObject
  body?: z.ZodType
  /** Of the body, where that is not JSON. */
  mediaTypes?: readonly string[]
  success: Readonly<Record<number, Success>>
  problems: readonly ProblemCode[]
}

export function documentOperation(operation: Operation): ZodOpenApiOperationObject {
  const {
    id,
    tag,
    summary,
    description,
    ofPacket,
    ofBatch,
    ofRecurrence,
    ofProvider,
    path,
    query,
    headers,
    body,
  } = operation
  const { mediaTypes = ['application/json'] } = operation
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    requestParams: {
      ...(ofPacket && { path: z.object({ id: packetId }) }),
      ...(ofBatch && { path: z.object({ id: batchId }) }),
      ...(ofRecurrence && { path: z.object({ id: recurrenceId }) }),
      ...(ofProvider && { path: z.object({ name: providerName }) }),
      ...(path && { path }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: {
        required: true,
        content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: body }])),
      },
    }),
    responses: { ...successes(operation), ...failures(operation) },
  }
}

function successes({
  success,
}: Operation): Record<`${1 | 2 | 3 | 4 | 5}${string}`, ZodOpenApiResponseObject> {
  return Object.fromEntries(Object.entries(success).map(([status, answer]) => [status, answered(answer)]))
}

function answered({ description, schema, mediaType, headers }: Success): ZodOpenApiResponseObject {
  return {
    description,
    ...(headers && { headers }),
    ...(schema && { content: { [mediaType ?? 'application/json']: { schema } } }),
  }
}

const unreachable: ReadonlySet<ProblemCode> = new Set([
  'STORE_UNREACHABLE',
  'TEMPORAL_UNREACHABLE',
  'TEMPORAL_BUSY',
  'NOT_READY',
  'TOO_MANY_VIEWERS',
])

const retryAfter = z.object({
  'Retry-After': z.string().meta({ description: 'Seconds.', example: '2' }),
})

/** Of every operation, most of them before it begins. */
const always: readonly ProblemCode[] = [
  'INVALID_REQUEST',
  'TIMED_OUT',
  'UNKNOWN_EXPECTATION',
  'UNKNOWN_HOST',
  'HEADERS_TOO_LARGE',
  'INTERNAL',
]

/** One response for each status; its description lists the codes. */
function failures({ problems: codes }: Operation): Record<string, ZodOpenApiResponseObject> {
  const byStatus = new Map<number, ProblemCode[]>()
  // Whatever needs Temporal also needs its namespace, and that it has the time.
  const setUp = codes.includes('TEMPORAL_UNREACHABLE') ? (['TEMPORAL_BUSY', 'NOT_READY'] as const) : []
  for (const code of new Set([...always, ...codes, ...setUp])) {
    const { status } = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, listed]) => [status, failure(listed)]))
}

function failure(codes: ProblemCode[]): ZodOpenApiResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
    ...(codes.some((code) => unreachable.has(code)) && { headers: retryAfter }),
    content: { 'application/problem+json': { schema: problemSchema } },
  }
}
