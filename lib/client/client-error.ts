/** What can go wrong between a browser (or the command line) and the API, with one stable code each, and its words. */
import type { Problem, ProblemCode } from '@/lib/contract/problem'

/** `INTERCEPTED`: not Waybill answered, but something in front of it, such as the sign-in page of a proxy. */
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
 * A refusal is an answer of the API: asking again would not change it. Everything else may pass, also what something
 * between here and there says, such as a login whose session is over.
 */
export function isRefusal(error: Error): boolean {
  if (!(error instanceof ClientError) || error.code === 'UNREADABLE' || isIntercepted(error)) return false
  return error.status !== null && error.status < 500
}

/** Passes only when a person signs in, so asking often is of no use. */
export function isIntercepted(error: Error | null): boolean {
  return error instanceof ClientError && error.code === 'INTERCEPTED'
}

/** There is no such thing; another server's 404 says nothing of that. */
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

/** The API redirects nothing. A browser shows a redirect that is not followed as one without a status. */
export function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400)
}

/** The error for an answer in the API's place: a page for people, or anything else that it never sends. */
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

/** Without parameters, in lower case; empty when the answer has none. */
export function mediaTypeOf(response: Response): string {
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
  return type.trim().toLowerCase()
}

/** The API answers both as a problem; a proxy has a page for whom it lets in, and for what it does not find. */
function isForeignPage(response: Response): boolean {
  return (response.status === 403 || response.status === 404) && mediaTypeOf(response).includes('html')
}

/** By its status: the login of a server, of a proxy and of a network. */
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

/** A check by hand: a schema library would outweigh the page that needs it. */
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

/** Between two tries of a page's read that failed. */
export const askAgainMs = 5_000

const asksAgain = `This page asks again every ${askAgainMs / 1000} seconds.`

/** What went wrong, in a sentence. */
export function whatFailed(error: Error): string {
  if (!(error instanceof ClientError)) return 'The answer could not be understood.'
  if (error.code === 'STORE_UNREACHABLE') return 'PostgreSQL did not answer.'
  return error.code === 'TEMPORAL_UNREACHABLE' ? 'Temporal did not answer.' : error.message
}

/** Why something could not be read, for the place where it would stand. */
export function explainError(error: Error): string {
  return isRefusal(error) || isIntercepted(error) ? whatFailed(error) : `${whatFailed(error)} ${asksAgain}`
}
