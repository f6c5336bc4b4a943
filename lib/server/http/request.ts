/** Turns what a client sends into what a schema promises, or into a refusal that says what is at fault. */
import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { jsonHeaderFault } from '@/lib/contract/json-headers'
import { plainWords } from '@/lib/contract/plain-words'
import { ApiError } from '@/lib/server/api-error'

/** The part of a request that can be judged before its body is read. A `Request` fits this type. */
export interface RequestHead {
  readonly url: string
  readonly headers: { get(name: string): string | null }
}

/** A request to the API. Its handler reads the body. */
export interface ApiRequest extends RequestHead {
  readonly method: string
  /** Address of the peer: the client or a proxy. */
  readonly remote: string | null
  /** Aborts when the client has disconnected. */
  readonly signal: AbortSignal
  /** @throws ApiError TOO_LARGE, INVALID_REQUEST */
  readonly body: (maxBytes: number) => Promise<Uint8Array>
  /** The body as it arrives. Throws ApiError TOO_LARGE, INVALID_REQUEST. */
  readonly stream: (maxBytes: number) => AsyncIterable<Uint8Array>
}

const maxErrors = 20
const maxText = 200

/** @throws ApiError INVALID_REQUEST with one entry for each field at fault */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const parsed = schema.safeParse(value, { error: plainWords })
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.slice(0, maxErrors).map(({ path, message }) => ({
    // The plain name of the header or field; only a nested one needs the dot notation.
    path: (path.length === 1 ? String(path[0]) : z.core.toDotPath(path)).slice(0, maxText),
    message: message.slice(0, maxText),
  }))
  const [first] = errors
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `
  throw new ApiError('INVALID_REQUEST', `${where}${first?.message ?? 'It is not valid.'}`, { errors })
}

/** Reads a JSON body. Checks media type, size, encoding, syntax and shape, in this order. */
export async function parseBody<S extends z.ZodType>(
  request: Pick<ApiRequest, 'headers' | 'body'>,
  schema: S,
  maxBytes: number,
): Promise<z.infer<S>> {
  requireJson(request)
  return parse(schema, parseJson(decodeUtf8(await request.body(maxBytes))))
}

/** Like `parseBody`, for a body that may be left out. */
export async function parseOptionalBody<S extends z.ZodType>(
  request: Pick<ApiRequest, 'headers' | 'body'>,
  schema: S,
  maxBytes: number,
): Promise<z.infer<S> | undefined> {
  const bytes = await request.body(maxBytes)
  if (bytes.length === 0) return undefined
  requireJson(request)
  return parse(schema, parseJson(decodeUtf8(bytes)))
}

/** Reads the query string. A repeated name is refused, because one of its values would be ignored. */
export function parseQuery<S extends z.ZodType>(request: RequestHead, schema: S): z.infer<S> {
  const { searchParams } = new URL(request.url)
  const names = [...searchParams.keys()]
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) {
    throw new ApiError('INVALID_REQUEST', `${repeated.slice(0, maxText)}: it is given more than once.`)
  }
  return parse(schema, Object.fromEntries(searchParams))
}

/** Reads the headers that the schema names; a missing one is undefined. */
export function parseHeaders<S extends z.ZodObject>({ headers }: RequestHead, schema: S): z.infer<S> {
  const names = Object.keys(schema.shape)
  return parse(schema, Object.fromEntries(names.map((name) => [name, headers.get(name) ?? undefined])))
}

export const noQuery = z.strictObject({})

const arrivalLimitMs = 15_000

/** @throws ApiError UNSUPPORTED_MEDIA_TYPE unless the headers announce uncompressed JSON in UTF-8, in any spelling */
export function requireJson({ headers }: Pick<RequestHead, 'headers'>): void {
  const fault = jsonHeaderFault(headers.get('content-type'), headers.get('content-encoding'))
  if (fault !== null) throw new ApiError('UNSUPPORTED_MEDIA_TYPE', fault)
}

/**
 * The one of `mediaTypes` that the request announces. Compressed files are refused.
 *
 * @throws ApiError UNSUPPORTED_MEDIA_TYPE
 */
export function requireMediaType<T extends string>(
  { headers }: Pick<RequestHead, 'headers'>,
  mediaTypes: readonly T[],
): T {
  const [said = ''] = (headers.get('content-type') ?? '').split(';')
  const mediaType = mediaTypes.find((each) => each === said.trim().toLowerCase())
  if (mediaType === undefined) {
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE', `Send it as one of: ${mediaTypes.join(', ')}.`)
  }
  if ((headers.get('content-encoding') ?? 'identity') === 'identity') return mediaType
  throw new ApiError('UNSUPPORTED_MEDIA_TYPE', 'Send the file as it is, without a Content-Encoding.')
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Skips a byte order mark at the start. @throws ApiError INVALID_REQUEST when the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new ApiError('INVALID_REQUEST', 'The body is not UTF-8.', { cause })
  }
}

/** @throws ApiError INVALID_REQUEST when the text is not JSON */
export function parseJson(text: string): unknown {
  if (text.trim() === '') throw new ApiError('INVALID_REQUEST', 'The body is empty. Send JSON.')
  try {
    return JSON.parse(text)
  } catch (cause) {
    // Use only the position: the parser's message quotes some of the body, which may be secret.
    const [, position] = cause instanceof Error ? (/at position (\d+)/.exec(cause.message) ?? []) : []
    const where = position === undefined ? 'it ends too early' : `it has an error at character ${position}`
    throw new ApiError('INVALID_REQUEST', `The body is not JSON: ${where}.`, { cause })
  }
}

function tooSlow(): ApiError {
  return new ApiError('INVALID_REQUEST', 'The body did not arrive within 15 s.', unreadRest)
}

function tooLarge(maxBytes: number): ApiError {
  const detail = `The body may have at most ${maxBytes} bytes.`
  return new ApiError('TOO_LARGE', detail, unreadRest)
}

/** Closes the connection, since the rest of the body is not read. */
const unreadRest = { headers: { Connection: 'close' } } as const

/**
 * Up to this much of a body that is too large is read and discarded: a client that is still sending would not see the
 * answer.
 */
const mostDiscarded = 1024 * 1024

/**
 * Reads the body from Node's request, without the streams that the framework would wrap it in.
 *
 * @throws ApiError TOO_LARGE above `maxBytes`, INVALID_REQUEST when it breaks off or does not arrive in time
 */
export function readIncoming(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const announced = Number(request.headers['content-length'] ?? 0)
  const mostRead = Math.max(maxBytes, mostDiscarded)
  if (announced > mostRead) return Promise.reject(tooLarge(maxBytes))
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let size = 0
    const end = (error: ApiError | null) => {
      clearTimeout(timer)
      request.off('data', take).off('end', finish).off('close', breakOff)
      if (error === null) resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
      else reject(error)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else chunks = []
      if (size > mostRead) end(tooLarge(maxBytes))
    }
    const finish = () => end(size > maxBytes ? tooLarge(maxBytes) : null)
    const breakOff = () => end(new ApiError('INVALID_REQUEST', 'The body broke off.'))
    const timer = setTimeout(() => end(tooSlow()), arrivalLimitMs)
    request.on('data', take).on('end', finish).on('close', breakOff).on('error', breakOff)
  })
}

/** A stream is given up when its sender is silent for this long. */
const silenceLimitMs = 30_000

/**
 * The body in chunks, with back-pressure.
 *
 * @throws ApiError TOO_LARGE above `maxBytes`, INVALID_REQUEST when it breaks off or its sender stays silent
 */
export async function* streamIncoming(
  request: IncomingMessage,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  // Keep the connection when the reader stops early: the request must still be answered.
  const pieces = request.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]()
  let size = 0
  for (;;) {
    const next = await inTime(pieces.next())
    if (next.done) return
    size += next.value.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    yield next.value
  }
}

async function inTime<T>(piece: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silent = new Promise<never>((_, reject) => {
    const error = new ApiError('INVALID_REQUEST', 'Nothing of the body arrived for 30 s.', unreadRest)
    timer = setTimeout(() => reject(error), silenceLimitMs)
  })
  try {
    return await Promise.race([piece, silent])
  } catch (error) {
    if (error instanceof ApiError) throw error
    throw new ApiError('INVALID_REQUEST', 'The body broke off.', { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** If the connection were closed at once, a client that is still sending might not see the answer. */
const lingerMs = 5_000

/**
 * Closes the connection when a request was answered before its whole body was read: a slow body would hold the
 * connection open.
 */
export function closeWhenUnread(
  request: IncomingMessage,
  response: ServerResponse,
  patienceMs = lingerMs,
): void {
  response.once('finish', () => {
    if (request.complete) return
    const timer = setTimeout(() => request.complete || request.socket.destroy(), patienceMs)
    request.once('close', () => clearTimeout(timer))
  })
}
