/** The API as a client calls it. The types of an operation's input and answer come from its definition. */
import type { z } from 'zod'
import type { operatorNote } from '@/lib/contract/fields'
import type { FileBody, JsonBody } from '@/lib/contract/operation'
import { splitKey } from '@/lib/contract/operation-key'
import type { Operations } from '@/lib/contract/operations'
import { fillIn, type ParamsOf } from '@/lib/contract/paths'
import { isFinal, type Packet } from '@/lib/packet/packet'
import { type RequestOptions, requestAnswer } from './request'

/** What is sent with a call: what the definition requires, and what it allows. */
export type Given<Key extends keyof Operations> = ParamsPart<Key> &
  QueryPart<Operations[Key]> &
  HeadersPart<Operations[Key]> &
  BodyPart<Operations[Key]> &
  Pick<RequestOptions, 'signal' | 'origin' | 'agent'>

type ParamsPart<Key extends string> = keyof ParamsOf<Key> extends never ? unknown : { params: ParamsOf<Key> }

type QueryPart<O> = O extends { readonly query: infer Schema extends z.ZodType }
  ? Part<'query', OrNull<z.input<Schema>>>
  : unknown

type HeadersPart<O> = O extends { readonly headers: infer Schema extends z.ZodType }
  ? Part<'headers', z.input<Schema>>
  : unknown

type BodyPart<O> = O extends { readonly body: JsonBody<infer Schema> }
  ? { body: z.input<Schema> }
  : O extends { readonly body: FileBody }
    ? { body: never }
    : O extends { readonly audit: object }
      ? { body?: z.input<typeof operatorNote> }
      : unknown

type Part<Name extends string, Value> = Nothing extends Value
  ? { [Each in Name]?: Value }
  : { [Each in Name]: Value }

/** A parameter that is null is left out. */
type OrNull<T> = { [Key in keyof T]: T[Key] | null }

type Nothing = Record<never, never>

type Arguments<Key extends keyof Operations> = Nothing extends Given<Key> ? [Given<Key>?] : [Given<Key>]

/** The body of a success. */
export type AnswerOf<Key extends keyof Operations> = BodyOf<Operations[Key]['success']>

type BodyOf<Success> = {
  [Status in keyof Success]: Success[Status] extends { readonly schema: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : never
}[keyof Success]

/** Throws `ClientError`, with one of the codes of the operation or one of its own. */
export async function call<Key extends keyof Operations>(
  key: Key,
  ...given: Arguments<Key>
): Promise<AnswerOf<Key>> {
  return (await callAnswer(key, ...given)).body
}

/** Like `call`, for callers that need the status of a success. */
export function callAnswer<Key extends keyof Operations>(
  key: Key,
  ...[given]: Arguments<Key>
): Promise<{ status: number; body: AnswerOf<Key> }> {
  const { params = {}, query = {}, ...options }: Loose = given ?? {}
  const { method, path } = splitKey(key)
  const isPreview = path.endsWith('-previews')
  return requestAnswer(withParams(fillIn(path, params), query), { ...options, method, isPreview })
}

/** The input of any operation. */
interface Loose extends Omit<RequestOptions, 'method'> {
  params?: Record<string, string>
  query?: Params
}

type Params = Record<string, string | null | undefined>

/** `path?name=value&…` with the parameters that have a value, in the order given; the bare path if none has. */
export function withParams(path: string, params: Params): string {
  const given = Object.entries(params).flatMap(([name, value]) => (value == null ? [] : [[name, value]]))
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

/** The newer of two states of a packet, since answers may overtake each other. A final state is never replaced. */
export function newer(known: Packet | undefined, packet: Packet): Packet {
  if (known === undefined || known.updatedAt < packet.updatedAt) return packet
  if (known.updatedAt > packet.updatedAt) return known
  return isFinal(known) ? known : packet
}
