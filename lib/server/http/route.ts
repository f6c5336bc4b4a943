/**
 * A route is an operation and its handler. The operation says how the request is parsed and recorded; the handler
 * answers it.
 */
import 'server-only'
import { z } from 'zod'
import {
  type Audit,
  bodyOf,
  type FileBody,
  isEventStream,
  type JsonBody,
  type Operation,
} from '@/lib/contract/operation'
import { splitKey } from '@/lib/contract/operation-key'
import { type Audited, audited, type Became } from '@/lib/server/audit/record'
import { type Handlers, json } from './endpoint'
import {
  type ApiRequest,
  noQuery,
  parse,
  parseBody,
  parseHeaders,
  parseOptionalBody,
  parseQuery,
  requireMediaType,
} from './request'

/** The arguments of a handler. */
export interface Input<O> {
  request: ApiRequest
  params: Parsed<O, 'params'>
  query: Parsed<O, 'query'>
  headers: Parsed<O, 'headers'>
  body: BodyOf<O>
}

type Parsed<O, Part extends 'params' | 'query' | 'headers'> =
  O extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? z.output<Schema> : undefined

type BodyOf<O> = O extends { readonly body: JsonBody<infer Schema> }
  ? z.output<Schema>
  : O extends { readonly body: FileBody<infer MediaType> & { readonly as: infer As } }
    ? { mediaType: MediaType; content: As extends 'stream' ? AsyncIterable<Uint8Array> : Uint8Array }
    : undefined

/** For operations that may succeed in several ways, or with headers; see `answer`. */
class Answer<Status extends number, Body> {
  constructor(
    readonly status: Status,
    readonly body: Body,
    readonly headers: Record<string, string>,
  ) {}
}

export function answer<Status extends number, Body>(
  status: Status,
  body: Body,
  headers: Record<string, string> = {},
): Answer<Status, Body> {
  return new Answer(status, body, headers)
}

type Answers<Success> = {
  [Status in keyof Success & number]: Success[Status] extends {
    readonly schema: infer Schema extends z.ZodType
  }
    ? Answer<Status, z.output<Schema>>
    : never
}[keyof Success & number]

type IsOne<T, All = T> = T extends unknown ? ([All] extends [T] ? true : false) : never

type Result<Success> = Success extends { readonly 200: { readonly mediaType: string } }
  ? Response
  : IsOne<keyof Success> extends true
    ? Success[keyof Success] extends { readonly headers: z.ZodType }
      ? Answers<Success>
      : Answers<Success>['body']
    : Answers<Success>

/** Returns the body if there is one way to succeed, an `Answer` if there are several, or else a `Response`. */
export type Handler<O extends Operation> = (
  input: Input<O>,
) => Promise<Result<O['success']>> | Result<O['success']>

type TableOf<Table> = Readonly<Record<keyof Table, Operation>>

/** Exactly one handler for each operation of a table. */
export type Routes<Table extends TableOf<Table>> = { readonly [Key in keyof Table]: Handler<Table[Key]> }

/** Handlers by path, in the router's notation: `:name` stands for one segment. */
export function handlersByPath<Table extends TableOf<Table>>(
  operations: Table,
  routes: Routes<Table>,
): Map<string, Handlers> {
  const byPath = new Map<string, Handlers>()
  for (const key of keysOf(operations)) {
    const { method, path } = splitKey(String(key))
    const name = isEventStream(operations[key]) ? 'STREAM' : method
    const routed = path.replace(/\{(\w+)\}/g, ':$1')
    byPath.set(routed, { ...byPath.get(routed), [name]: answering(operations[key], routes[key]) })
  }
  return byPath
}

function keysOf<Table extends object>(table: Table): (keyof Table)[] {
  return Object.keys(table) as (keyof Table)[]
}

function answering<O extends Operation>(operation: O, handle: Handler<O>) {
  const [status = 200] = Object.keys(operation.success).map(Number)
  const { audit } = operation
  return async (request: ApiRequest, params: Record<string, string>): Promise<Response> => {
    const parts = await read(operation, request, params)
    const act = async () => {
      // The cast is safe: each part was parsed by the schema from which its type is derived.
      const result = await handle({ request, ...parts } as Input<O>)
      return result instanceof Response || result instanceof Answer ? result : answer(status, result)
    }
    const result =
      audit === undefined
        ? await act()
        : await audited(request, askedFor(audit, parts), act, (done) => becameOf(operation, done))
    return result instanceof Response ? result : json(result.body, result)
  }
}

interface Parts {
  params: Record<string, unknown> | undefined
  query: Record<string, unknown>
  headers: Record<string, unknown> | undefined
  body: unknown
}

/** Reads address and headers before the body, so that their faults are reported first. */
async function read(
  operation: Operation,
  request: ApiRequest,
  given: Record<string, string>,
): Promise<Parts> {
  const { params, query = noQuery, headers } = operation
  return {
    query: parseQuery(request, query),
    params: params && parse(params, given),
    headers: headers && parseHeaders(request, headers),
    body: await readBody(request, bodyOf(operation)),
  }
}

async function readBody(request: ApiRequest, body: Operation['body']): Promise<unknown> {
  if (body === undefined) return undefined
  if (body.as === 'json') {
    const parseIt = body.optional ? parseOptionalBody : parseBody
    return parseIt(request, body.schema, body.maxBytes)
  }
  const mediaType = requireMediaType(request, body.mediaTypes)
  const read = body.as === 'stream' ? request.stream : request.body
  return { mediaType, content: await read(body.maxBytes) }
}

const because = z.looseObject({ reason: z.string().optional(), who: z.string().optional() })

/** The audit entry that is written before the action is carried out. */
function askedFor(audit: Audit, { params = {}, query, body }: Parts): Audited {
  const { action, parameters = [], given = [] } = audit
  const [subject] = Object.values(params)
  const { reason, who, ...asked } = because.parse({ ...query, ...(typeof body === 'object' ? body : {}) })
  const isAsked = (name: string) => asked[name] !== undefined
  const recorded = [
    ...parameters.filter(isAsked).map((name) => [name, asked[name]]),
    ...given.filter(isAsked).map((name) => [name, true]),
  ]
  return {
    action,
    subject: typeof subject === 'string' ? subject : null,
    reason: reason ?? null,
    who: who ?? null,
    parameters: recorded.length === 0 ? null : Object.fromEntries(recorded),
  }
}

function becameOf({ success, audit }: Operation, done: Response | Answer<number, unknown>): Became {
  if (done instanceof Response) return { result: 'DONE', made: null }
  return {
    result: success[done.status]?.later ? 'LATER' : 'DONE',
    made: audit?.made?.safeParse(done.body).data ?? null,
  }
}
