/** From what a client sent to what a schema promises, or to a refusal that names each field at fault. */
import 'server-only'
import { z } from 'zod'
import { plainWords } from '@/lib/contract/plain-words'
import { ApiError } from '@/lib/server/api-error'
import { decodeUtf8, parseJson, requireJson } from './body'
import type { ApiRequest } from './endpoint'
import type { RequestHead } from './request-head'

const maxErrors = 20
const maxText = 200

/**
 * @param place where the value was, for what is said of it
 * @throws ApiError INVALID_REQUEST with one entry for each field at fault
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown, place: string[] = []): z.infer<S> {
  const parsed = schema.safeParse(value, { error: plainWords })
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.slice(0, maxErrors).map(({ path, message }) => ({
    path: z.core.toDotPath([...place, ...path]).slice(0, maxText),
    message: message.slice(0, maxText),
  }))
  const [first] = errors
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `
  throw new ApiError('INVALID_REQUEST', `${where}${first?.message ?? 'It is not valid.'}`, { errors })
}

/** The JSON body: media type, size, encoding, syntax and shape, checked in this order. */
export async function parseBody<S extends z.ZodType>(
  request: Pick<ApiRequest, 'headers' | 'body'>,
  schema: S,
  maxBytes: number,
): Promise<z.infer<S>> {
  requireJson(request)
  return parse(schema, parseJson(decodeUtf8(await request.body(maxBytes))))
}

/** The query string; a name given twice is refused, because one of the two would be ignored. */
export function parseQuery<S extends z.ZodType>(request: RequestHead, schema: S): z.infer<S> {
  const { searchParams } = new URL(request.url)
  const names = [...searchParams.keys()]
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    throw new ApiError('INVALID_REQUEST', `${repeated.slice(0, maxText)}: it is given more than once.`)
  }
  return parse(schema, Object.fromEntries(searchParams))
}

/** A header that may be missing. */
export function parseHeader(request: RequestHead, name: string, schema: z.ZodType<string>): string | null {
  const value = request.headers.get(name)
  return value === null ? null : parse(schema, value, [name])
}

export const noQuery = z.strictObject({})
