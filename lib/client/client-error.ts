/** The errors between a browser (or the command line) and the API, each with a stable code, and their words. */
import type { Problem, ProblemCode } from '@/lib/contract/problem'

/** `INTERCEPTED`: something in front of Waybill answered instead, such as the sign-in page of a proxy. */
export type ClientErrorCode = ProblemCode | 'UNANSWERED' | 'UNREADABLE' | 'INTERCEPTED'

export interface FieldError {
  path: string
  message: string
}

export class ClientError extends Error {
  override readonly name = 'ClientError'
  readonly code: ClientErrorCode
  /** HTTP status, null when no answer came. */
  readonly status: number | null
  readonly fieldErrors: FieldError[]

  constructor(
    code: ClientErrorCode,
    message: string,
    status: number | null,
    fieldErrors: FieldError[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    this.status = status
    this.fieldErrors = fieldErrors
  }
}

/**
 * A refusal is an answer of the API, which asking again would not change. Every other error may be temporary, including
 * the answer of something in between, such as a login whose session has expired.
 */
export function isRefusal(error: Error): boolean {
  if (!(error instanceof ClientError) || error.code === 'UNREADABLE' || isIntercepted(error)) return false
  return error.status !== null && error.status < 500
}

/** An interception ends only when a person signs in, so asking often is of no use. */
export function isIntercepted(error: Error | null): boolean {
  return error instanceof ClientError && error.code === 'INTERCEPTED'
}

/** Whether the API says that there is no such thing; a 404 from something in front of it does not count. */
export function isMissing(error: Error | null): boolean {
  return error instanceof ClientError && error.status === 404 && !isIntercepted(error)
}

/** The error that an answer outside 2xx stands for. */
export async function errorOf(response: Response): Promise<ClientError> {
  const problem = await readProblem(response)
  if (problem !== null) {
    return new ClientError(problem.code, problem.detail, response.status, problem.errors ?? [])
  }
  if (asksToSignIn(response) || isForeignPage(response)) return interception(response)
  return new ClientError('UNREADABLE', `The server answered with status ${response.status}.`, response.status)
}

/** The API never redirects. In a browser, a redirect that is not followed has no status. */
export function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400)
}

/** The error for an answer that did not come from the API: a page for people, or anything else that it never sends. */
export function interception(response: Response, body = ''): ClientError {
  const text =
    isPage(response, body) && response.status !== 404
      ? 'This address answered with a sign-in page. Reload the page to sign in.'
      : `Something in front of Waybill answered in its place (${mediaTypeOf(response) || 'no media type'}). Reload the page.`
  return new ClientError('INTERCEPTED', text, response.status)
}

export function isPage(response: Response, body = ''): boolean {
  if (isRedirect(response) || asksToSignIn(response)) return true
  return mediaTypeOf(response).includes('html') || body.trimStart().startsWith('<')
}

/** The media type without parameters, in lower case; empty when the answer has none. */
export function mediaTypeOf(response: Response): string {
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
  return type.trim().toLowerCase()
}

/** The API answers 403 and 404 as problems; a proxy answers them with a page. */
function isForeignPage(response: Response): boolean {
  return (response.status === 403 || response.status === 404) && mediaTypeOf(response).includes('html')
}

/** Judged by the status: 401 asks for the login of a server, 407 of a proxy, 511 of a network. */
function asksToSignIn({ status }: Response): boolean {
  return status === 401 || status === 407 || status === 511
}

async function readProblem(response: Response): Promise<Problem | null> {
  try {
    const body: unknown = await response.json()
    return isProblem(body) ? body : null
  } catch {
    return null
  }
}

/** A manual check: a schema library would be larger than the page that needs it. */
function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'detail' in body &&
    typeof body.detail === 'string'
  )
}

/** Pause before a failed read of a page is tried again. */
export const askAgainMs = 5_000

const asksAgain = `This page retries every ${askAgainMs / 1000} seconds.`

/** What went wrong, in a sentence. */
export function whatFailed(error: Error): string {
  if (!(error instanceof ClientError)) return 'The answer could not be understood.'
  if (error.code === 'STORE_UNREACHABLE') return 'PostgreSQL did not answer.'
  return error.code === 'TEMPORAL_UNREACHABLE' ? 'Temporal did not answer.' : error.message
}

/** Why something could not be read, to be shown in its place. */
export function explainError(error: Error): string {
  return isRefusal(error) || isIntercepted(error) ? whatFailed(error) : `${whatFailed(error)} ${asksAgain}`
}
