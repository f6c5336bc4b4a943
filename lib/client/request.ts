import { builtPublicPath } from '@/lib/contract/paths'
import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'
import { noteHeaders } from './answer-headers'
import { ClientError, errorOf, interception, isPage, isRedirect } from './client-error'

const timeLimitMs = 15_000

export interface RequestOptions {
  method?: 'GET' | 'POST'
  /** Sent as JSON. */
  body?: unknown
  headers?: Record<string, string>
  /** The request changes nothing. */
  isPreview?: boolean
  signal?: AbortSignal | undefined
  /** The value of `User-Agent`; a browser sends its own. */
  agent?: string
  /** Address of the web process, without a trailing slash; left out in a browser, which uses the page's own origin. */
  origin?: string
}

/**
 * Calls the API and returns the JSON of its answer. The server has validated its answers, so their shape is taken as
 * declared. Throws `ClientError`, or the signal's reason when the caller gave up.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return (await requestAnswer<T>(path, options)).body
}

/** Like `request`, for callers that need the status of a success. */
export async function requestAnswer<T>(
  path: string,
  options: RequestOptions = {},
): Promise<{ status: number; body: T }> {
  return withinLimit(timeLimitMs, options.signal, async (signal) => {
    try {
      const response = await send(path, options, signal)
      if (isRedirect(response)) throw interception(response)
      if (!response.ok) throw await errorOf(response)
      return { status: response.status, body: await readJson<T>(response, signal) }
    } catch (error) {
      if (error instanceof ClientError || options.signal?.aborted) throw error
      const text = isOverLimit(signal)
        ? `No answer within ${timeLimitMs / 1000} s.`
        : 'The server cannot be reached.'
      throw new ClientError('UNANSWERED', `${text}${whatToDo(options)}`, null, [], { cause: error })
    }
  })
}

/** Advice after a request without an answer. A preview is a POST too, but changes nothing. */
function whatToDo({ method = 'GET', headers = {}, isPreview = false }: RequestOptions): string {
  if (method === 'GET' || isPreview) return ''
  return 'Idempotency-Key' in headers || 'idempotency-key' in headers
    ? ' Try again: nothing is done twice.'
    : ' The outcome is unknown: check before you do it again.'
}

async function send(path: string, options: RequestOptions, signal: AbortSignal): Promise<Response> {
  const response = await fetch(`${options.origin ?? builtPublicPath}${path}`, {
    method: options.method ?? 'GET',
    headers: {
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...(options.agent !== undefined && { 'user-agent': options.agent }),
      ...options.headers,
    },
    signal,
    redirect: redirectMode(path, options.origin),
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  })
  noteHeaders(response.headers)
  return response
}

/** In a browser a redirect leads to a login, often at another origin. Following it looks like a network failure. */
export function redirectMode(path: string, origin = ''): 'manual' | 'follow' {
  return `${origin}${path}`.startsWith('/') ? 'manual' : 'follow'
}

async function readJson<T>(response: Response, signal: AbortSignal): Promise<T> {
  const text = await response.text().catch((error: unknown) => {
    if (signal.aborted) throw error
    return ''
  })
  try {
    return JSON.parse(text)
  } catch {
    if (isPage(response, text)) throw interception(response, text)
    throw new ClientError('UNREADABLE', 'The answer was not complete.', response.status)
  }
}
