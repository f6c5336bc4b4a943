/** Arbitrary requests, both as the OpenAPI document allows them and not. */
import fc from 'fast-check'
import { z } from 'zod'

const parameter = z.object({
  in: z.enum(['path', 'query', 'header']),
  name: z.string(),
  schema: z.looseObject({ enum: z.array(z.string()).optional(), type: z.string().optional() }),
})

/** The part of a documented operation that concerns requests. */
export const documentedOperation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(parameter).default([]),
  requestBody: z.unknown().optional(),
})

type DocumentedOperation = z.infer<typeof documentedOperation>

export interface ArbitraryRequest {
  path: string
  init: { method: string; headers: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> }
}

/** @param ids of packets or providers that exist */
export function arbitraryRequest(
  path: string,
  method: string,
  operation: DocumentedOperation,
  ids: readonly string[],
): fc.Arbitrary<ArbitraryRequest> {
  const named = (place: string) => operation.parameters.filter((each) => each.in === place)
  return fc
    .record({
      id: fc.oneof(
        fc.constantFrom(...ids),
        text.filter((id) => !/^\.{0,2}$/.test(id)),
      ),
      query: optional(Object.fromEntries(named('query').map(({ name, schema }) => [name, value(schema)]))),
      stray: fc.option(fc.tuple(text, text), { freq: 8 }),
      headers: optional(Object.fromEntries(named('header').map(({ name }) => [name, headerText]))),
      ...(operation.requestBody !== undefined && { body, type: mediaType }),
    })
    .map(({ id, query, stray, headers, ...rest }) => ({
      path: `${path.replace(/\{\w+\}/, encodeURIComponent(id))}${queryString(query, stray)}`,
      init: {
        method: method.toUpperCase(),
        headers: { ...headers, ...('type' in rest && { 'content-type': String(rest.type) }) },
        ...('body' in rest && { body: rest.body }),
      },
    }))
}

const text = fc.string({ unit: 'binary', maxLength: 30 })
const headerText = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_,.; ~!"\\'), maxLength: 40 })
const hostile = fc.constantFrom(
  '',
  '0',
  '-1',
  '1e9',
  'null',
  "' OR 1=1 --",
  '\\',
  '%',
  '2026-01-01T00:00:00Z',
)
const mediaType = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/json') },
  { weight: 1, arbitrary: headerText },
)

function value(schema: z.infer<typeof parameter>['schema']): fc.Arbitrary<string> {
  const fitting = schema.enum ? [fc.constantFrom(...schema.enum)] : []
  const numbers = schema.type === 'integer' ? [fc.integer({ min: 1, max: 200 }).map(String)] : []
  return fc.oneof(...fitting, ...numbers, hostile, text)
}

function optional(fields: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<Record<string, string>> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>
}

function queryString(query: Record<string, string>, stray: [string, string] | null): string {
  const params = new URLSearchParams(query)
  if (stray !== null) params.append(...stray)
  return params.size === 0 ? '' : `?${params}`
}

/** An address that is refused, and one where nothing listens. */
const nearby = fc.constantFrom('http://10.0.0.1/', 'http://127.0.0.1:9/hooks')

/** The fields of all operations' bodies together: to each operation those of the others are unknown. */
const fields = fc.record(
  {
    source: fc.oneof(fc.constant('+017771110000'), text, fc.jsonValue()),
    destination: fc.oneof(fc.constant('+016660002222'), text, fc.jsonValue()),
    text: fc.oneof(fc.constant('Hello'), text, fc.jsonValue()),
    contents: fc.oneof(fc.base64String(), text),
    id: fc.oneof(fc.uuid(), text, fc.jsonValue()),
    maxAttempts: fc.oneof(fc.integer({ min: -1, max: 12 }), fc.double(), fc.jsonValue()),
    expiresAt: fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.jsonValue(),
    ),
    receiptTimeoutMs: fc.oneof(fc.integer({ min: 900, max: 100_000 }), fc.jsonValue()),
    notifyUrl: fc.oneof(nearby, text, fc.jsonValue()),
    url: fc.oneof(nearby, text, fc.jsonValue()),
    reason: fc.oneof(fc.constant('a reason'), text, fc.jsonValue()),
    token: fc.oneof(text, fc.jsonValue()),
    delivered: fc.oneof(fc.boolean(), fc.jsonValue()),
  },
  { requiredKeys: [] },
)

const submission = fc.record(
  {
    source: fc.constant('a'),
    destination: fc.constant('b'),
    text,
    maxAttempts: fc.integer({ min: 0, max: 11 }),
  },
  { requiredKeys: ['source', 'destination', 'text'] },
)
const reason = fc.record({ reason: text })
const subscription = fc.record({ url: nearby, source: fc.option(text) }, { requiredKeys: ['url'] })
const receipt = fc.record({ token: text, delivered: fc.boolean() })

const body: fc.Arbitrary<string | Uint8Array<ArrayBuffer>> = fc.oneof(
  fc
    .oneof(fields, submission, subscription, reason, receipt, fc.jsonValue())
    .map((json) => JSON.stringify(json)),
  text,
  fc.uint8Array({ maxLength: 50 }).map((bytes) => new Uint8Array(bytes)),
)
