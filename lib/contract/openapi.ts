/** The OpenAPI 3.1 document, made from the very schemas that check requests. */
import { createDocument } from 'zod-openapi'
import { webhooks as toCarriers } from './openapi/carrier-operations'
import { webhooks as toReceivers } from './openapi/notification-operations'
import { operations } from './openapi/operations'
import { documentOperation } from './openapi/responses'
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
- A browser that asks for a page is told of these in HTML, by the same status.
- While PostgreSQL or Temporal cannot be reached, or is too busy, everything that needs it answers 503 with
  \`Retry-After\` within 3 seconds.
- Ids and idempotency keys are unique for as long as a packet is stored.`

const tags = [
  { name: 'Packets', description: 'Submit, find and cancel.' },
  { name: 'Batches', description: 'Files whose rows are packets.' },
  { name: 'Queues', description: 'Packets that are delivered in order, by their ordering keys.' },
  { name: 'Recurring', description: 'Packets that are submitted again and again.' },
  { name: 'Live', description: 'Server-Sent Events; every message is complete in itself.' },
  { name: 'Carriers', description: 'What carriers and this service tell each other.' },
  { name: 'Notifications', description: 'Who is told what became of packets, and how that went.' },
  { name: 'Service', description: 'Health and this document.' },
]

type Document = ReturnType<typeof createDocument>

const made = new Map<string | null, Document>()

/** @param publicUrl where it is served, without a slash at its end; null where that is not known */
export function openApiDocument(publicUrl: string | null = null): Document {
  const known = made.get(publicUrl)
  if (known !== undefined) return known
  const document = createDocument({
    openapi: '3.1.1',
    info: { title: 'Waybill', version: '0.1.0', description, license: { name: 'MIT', identifier: 'MIT' } },
    ...(publicUrl !== null && { servers: [{ url: publicUrl }] }),
    tags,
    paths: Object.fromEntries(
      Object.entries(operations).map(([path, methods]) => [
        path,
        Object.fromEntries(
          Object.entries(methods).map(([method, operation]) => [method, documentOperation(operation)]),
        ),
      ]),
    ),
    // What the live views carry: OpenAPI cannot say which event has which.
    components: { schemas: { ListChange: listChange, StatusCounts: statusCounts, Health: healthSchema } },
    webhooks: { ...toCarriers, ...toReceivers },
  })
  made.set(publicUrl, document)
  return document
}
