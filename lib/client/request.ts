import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'
import { ClientError, errorOf } from './client-error'
import { noteServerDate } from './server-clock'

const timeLimitMs = 15_000

export interface RequestOptions {
  method?: 'GET' | 'POST'
  /** Sent as JSON. */
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
  /** Origin of the web process; empty in a browser, where it is the page's own. */
  origin?: string
}

/**
 * Asks the API and returns the JSON it answers. Answers were validated where they were made, so their shape is
 * taken as declared. Throws `ClientError`, or the signal's reason when the caller gave up.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return (await requestAnswer<T>(path, options)).body
}

/** Like `request`, for those whom the status of a success tells something. */
export async function requestAnswer<T>(
  path: string,
  options: RequestOptions = {},
): Promise<{ status: number; body: T }> {
  return withinLimit(timeLimitMs, options.signal, async (signal) => {
    const response = await send(path, options, signal)
    if (!response.ok) throw await errorOf(response)
    try {
      return { status: response.status, body: await response.json() }
    } catch {
      throw new ClientError('UNREADABLE', 'The answer was not complete.', response.status)
    }
  })
}

async function send(path: string, options: RequestOptions, signal: AbortSignal): Promise<Response> {
  try {
    const response = await fetch(`${options.origin ?? ''}${path}`, {
      method: options.method ?? 'GET',
      headers: {
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      signal,
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    })
    noteServerDate(response.headers.get('date'))
    return response
  } catch (error) {
    if (options.signal?.aborted) throw error
    const slow = isOverLimit(signal)
    throw new ClientError(
      'UNANSWERED',
      slow ? `No answer within ${timeLimitMs / 1000} s.` : 'The server cannot be reached.',
      null,
      [],
      { cause: error },
    )
  }
}
