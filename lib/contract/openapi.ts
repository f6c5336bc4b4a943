/** The OpenAPI 3.1 document, made from the definitions and schemas that check requests. */
import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi'
import { bodyOf, type Operation, type OperationTable, problemsOf, type Success } from './operation'
import { splitKey } from './operation-key'
import { documented } from './operations'
import { webhooks as toCarriers } from './operations/carriers'
import { webhooks as toReceivers } from './operations/notifications'
import { type ProblemCode, problemSchema, problems } from './problem'
import { healthSchema, listChange, statusCounts } from './streams'

const description = `Routes packets through unreliable providers until one of them confirms delivery.

- Errors are \`application/problem+json\` (RFC 9457); \`code\` comes from one closed list.
- Fields and query parameters that are not described here are refused, and so is a parameter given twice.
- A path that is not described here answers 404 \`NOT_FOUND\`, another method 405 \`METHOD_NOT_ALLOWED\` with \`Allow\`.
- Changes that a browser makes from another origin, and live views that it opens from there, are refused with 403
  \`CROSS_ORIGIN\`.
- Under a name that this installation does not know as its own (\`PUBLIC_URL\`), everything but receipts
  and \`/api/health/live\` is refused with 421 \`UNKNOWN_HOST\`.
- What cannot be read as a request is refused before it reaches an operation: 400 \`INVALID_REQUEST\`, also for an
  address with a part \`.\` or \`..\`, 408 \`TIMED_OUT\`, 417 \`UNKNOWN_EXPECTATION\`, 431 \`HEADERS_TOO_LARGE\`.
- A browser that requests a page gets these errors as HTML, with the same status.
- While PostgreSQL or Temporal cannot be reached, or is too busy, everything that needs it answers 503 with
  \`Retry-After\` within 3 seconds.
- Ids and idempotency keys are unique for as long as a packet is stored.`

const tags = [
  { name: 'Packets', description: 'Submit, find and cancel.' },
  { name: 'Batches', description: 'Files whose rows are packets.' },
  { name: 'Bulk actions', description: 'One action on many packets.' },
  { name: 'Queues', description: 'Packets that are delivered in order, by their ordering keys.' },
  { name: 'Views', description: 'Filters of the list of packets, saved for all operators.' },
  { name: 'Recurring', description: 'Packets that are submitted again and again.' },
  { name: 'Live', description: 'Server-Sent Events; every message is complete in itself.' },
  { name: 'Carriers', description: 'Messages between carriers and this service.' },
  {
    name: 'Notifications',
    description: 'Messages to receivers about how packets end, and how their sending went.',
  },
  { name: 'Audit', description: 'What operators did.' },
  { name: 'Service', description: 'Health and this document.' },
]

type Document = ReturnType<typeof createDocument>

const made = new Map<string | null, Document>()

/** @param publicUrl where the API is served, without a trailing slash; null if that is not known */
export function openApiDocument(publicUrl: string | null = null): Document {
  const known = made.get(publicUrl)
  if (known !== undefined) return known
  const created = createDocument({
    openapi: '3.1.1',
    info: { title: 'Waybill', version: '0.1.0', description, license: { name: 'MIT', identifier: 'MIT' } },
    ...(publicUrl !== null && { servers: [{ url: publicUrl }] }),
    tags,
    paths: pathsOf(documented),
    // The data of the live views' events: OpenAPI cannot say which event has which schema.
    components: { schemas: { ListChange: listChange, StatusCounts: statusCounts, Health: healthSchema } },
    webhooks: { ...toCarriers, ...toReceivers },
  })
  made.set(publicUrl, created)
  return created
}

function pathsOf(table: OperationTable): Record<string, Record<string, ZodOpenApiOperationObject>> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const [key, operation] of Object.entries(table)) {
    const { method, path } = splitKey(key)
    paths[path] = { ...paths[path], [method.toLowerCase()]: document(key, operation) }
  }
  return paths
}

function document(key: string, operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, summary, description, params, query, headers } = operation
  const body = bodyOf(operation)
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && { requestBody: { required: !isOptional(body), content: contentOf(body) } }),
    responses: { ...successes(operation), ...failures(problemsOf(key, operation)) },
  }
}

function isOptional(body: NonNullable<Operation['body']>): boolean {
  return body.as === 'json' && body.optional === true
}

function contentOf(body: NonNullable<Operation['body']>) {
  const { schema } = body
  const mediaTypes = body.as === 'json' ? ['application/json'] : body.mediaTypes
  return Object.fromEntries(mediaTypes.map((type) => [type, { schema }]))
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

/** One response for each status; its description lists the codes. */
function failures(codes: ReadonlySet<ProblemCode>): Record<string, ZodOpenApiResponseObject> {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) {
    const { status } = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].map(([status, listed]) => [status, failure(listed)]))
}

const failuresById = new Map<string, ZodOpenApiResponseObject>()

/** A shared component of the document, because most operations fail in the same ways. */
function failure(codes: ProblemCode[]): ZodOpenApiResponseObject {
  const id = codes.join('.')
  const known = failuresById.get(id)
  if (known !== undefined) return known
  const response = {
    id,
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
    ...(codes.some((code) => unreachable.has(code)) && { headers: retryAfter }),
    content: { 'application/problem+json': { schema: problemSchema } },
  }
  failuresById.set(id, response)
  return response
}
