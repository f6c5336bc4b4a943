/** What can go wrong between a browser (or the command line) and the API, with one stable code each. */
import type { Problem, ProblemCode } from '@/lib/contract/problem'

export type ClientErrorCode = ProblemCode | 'UNANSWERED' | 'UNREADABLE'

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
 * A refusal is an answer of the API: asking again would not change it. Everything else may pass, also what somebody
 * between here and there says, such as a login whose session is over.
 */
export function isRefusal(error: Error): boolean {
  if (!(error instanceof ClientError) || error.code === 'UNREADABLE') return false
  return error.status !== null && error.status < 500
}

/** The error that an answer outside 2xx stands for. */
export async function errorOf(response: Response): Promise<ClientError> {
  const problem = await readProblem(response)
  if (problem === null) {
    const text = `The server answered with status ${response.status}.`
    return new ClientError('UNREADABLE', text, response.status)
  }
  return new ClientError(problem.code, problem.detail, response.status, problem.errors ?? [])
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
