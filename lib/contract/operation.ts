/**
 * One endpoint of the HTTP API: what it takes, gives and refuses. The server's parsing, the calls of clients and the
 * OpenAPI document all come from this one definition.
 */
import type { z } from 'zod'
import type { AuditAction } from './audit-terms'
import { operatorNote } from './fields'
import { type OperationKey, splitKey } from './operation-key'
import type { ProblemCode } from './problem'

/** Definitions by their keys, as `const` objects so that their types are kept. */
export type OperationTable = Readonly<Record<OperationKey, Operation>>

export interface Operation {
  /** The operation's name in the document and in generated clients. */
  id: string
  tag:
    | 'Packets'
    | 'Batches'
    | 'Bulk actions'
    | 'Queues'
    | 'Views'
    | 'Recurring'
    | 'Live'
    | 'Carriers'
    | 'Notifications'
    | 'Audit'
    | 'Service'
  summary: string
  description?: string
  /** One field for each `{name}` in the path. */
  params?: z.ZodObject
  /** Without one, any query is refused. */
  query?: z.ZodObject
  /** The headers that the operation reads, by their names. */
  headers?: z.ZodObject
  body?: JsonBody | FileBody
  /** For operators' actions: how they are recorded. Without a `body`, they take an optional `OperatorNote`. */
  audit?: Audit
  success: Readonly<Record<number, Success>>
  /** What the operation depends on; the store by default. `temporal` includes the store. */
  needs?: 'nothing' | 'store' | 'temporal'
  /** Its own refusals, in addition to those that `problemsOf` derives from the other fields. */
  problems?: readonly ProblemCode[]
}

export interface JsonBody<Schema extends z.ZodType = z.ZodType> {
  as: 'json'
  schema: Schema
  maxBytes: number
  /** The body may be left out. */
  optional?: boolean
}

/** Bytes, passed to the handler at once or as they arrive. */
export interface FileBody<MediaType extends string = string> {
  as: 'bytes' | 'stream'
  /** For the document. */
  schema: z.ZodType
  mediaTypes: readonly MediaType[]
  maxBytes: number
}

export interface Success {
  description: string
  /** JSON unless `mediaType` says otherwise. Without a schema there is no body. */
  schema?: z.ZodType
  mediaType?: string
  headers?: z.ZodObject
  /** The change takes effect as soon as a worker runs. */
  later?: boolean
}

/** How an action is recorded. Its subject is what the path names; who did it and why are in the body or the query. */
export interface Audit {
  action: AuditAction
  /** Fields of the body and of the query that are recorded as well: never contents, addresses or secrets. */
  parameters?: readonly string[]
  /** Fields of the body that may hold addresses: only that they were given is recorded, as `true`. */
  given?: readonly string[]
  /** Reads the id of what the action created from the body of a success. */
  made?: z.ZodType<string>
}

/** Room for a reason and a few short fields. */
const usualBytes = 16 * 1024

export function json<Schema extends z.ZodType>(schema: Schema, maxBytes = usualBytes): JsonBody<Schema> {
  return { as: 'json', schema, maxBytes }
}

const note: JsonBody = { ...json(operatorNote), optional: true }

export function bodyOf({ body, audit }: Operation): Operation['body'] {
  return body ?? (audit && note)
}

export function isEventStream({ success }: Operation): boolean {
  return success[200]?.mediaType === 'text/event-stream'
}

/** Problems that every operation may answer with, most of them before it begins. */
const always: readonly ProblemCode[] = [
  'INVALID_REQUEST',
  'TIMED_OUT',
  'UNKNOWN_EXPECTATION',
  'UNKNOWN_HOST',
  'HEADERS_TOO_LARGE',
  'INTERNAL',
]

const byNeed = {
  nothing: [],
  store: ['STORE_UNREACHABLE'],
  // Temporal may also lack its namespace, or be too busy.
  temporal: ['STORE_UNREACHABLE', 'TEMPORAL_UNREACHABLE', 'TEMPORAL_BUSY', 'NOT_READY'],
} as const satisfies Record<NonNullable<Operation['needs']>, readonly ProblemCode[]>

/** Every problem code that the operation may answer with. */
export function problemsOf(key: string, operation: Operation): ReadonlySet<ProblemCode> {
  const { query, needs = 'store', problems = [] } = operation
  const isOwnPagesOnly = splitKey(key).method === 'POST' || isEventStream(operation)
  return new Set([
    ...always,
    ...(isOwnPagesOnly ? (['CROSS_ORIGIN'] as const) : []),
    ...(bodyOf(operation) ? (['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const) : []),
    ...(isEventStream(operation) ? (['TOO_MANY_VIEWERS', 'NOT_READY'] as const) : []),
    ...(query && 'cursor' in query.shape ? (['BAD_CURSOR'] as const) : []),
    ...problems,
    ...byNeed[needs],
  ])
}
