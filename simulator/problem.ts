/** Errors of the simulator's own API, in the form of RFC 9457. */
import type { Context, Handler } from 'hono'
import type { z } from 'zod'

const problems = {
  INVALID_REQUEST: { status: 400, title: 'The request is not valid' },
  UNAUTHENTICATED: { status: 401, title: 'It could not be authenticated' },
  CROSS_ORIGIN: { status: 403, title: 'Requests of web pages are refused' },
  NOT_FOUND: { status: 404, title: 'There is nothing at this address' },
  RECALL_UNSUPPORTED: { status: 404, title: 'This provider offers no recall' },
  UNKNOWN_PROVIDER: { status: 404, title: 'No such provider' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This method is not supported here' },
  TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The media type of the body is not supported' },
  INTERNAL: { status: 500, title: 'Internal error' },
  UNAVAILABLE: { status: 503, title: 'Not able to take it now' },
} as const

type SimulatorProblemCode = keyof typeof problems

interface FieldError {
  path: string
  message: string
}

/** Thrown by a handler; the app turns it into the answer. */
export class SimulatorProblem extends Error {
  override readonly name = 'SimulatorProblem'

  constructor(
    readonly code: SimulatorProblemCode,
    readonly detail: string,
    readonly errors: FieldError[] = [],
  ) {
    super(detail)
  }
}

export function problemResponse(c: Context, problem: SimulatorProblem): Response {
  const { status, title } = problems[problem.code]
  const body = {
    type: 'about:blank',
    title,
    status,
    code: problem.code,
    detail: problem.detail,
    ...(problem.errors.length > 0 && { errors: problem.errors }),
  }
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' })
}

const maxIssues = 20

export function invalid(error: z.ZodError): SimulatorProblem {
  const errors = error.issues
    .slice(0, maxIssues)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
  const [first] = errors
  const place = first?.path ? `${first.path}: ` : ''
  return new SimulatorProblem('INVALID_REQUEST', `${place}${first?.message ?? 'Not valid.'}`, errors)
}

/** Answers every method that a path does not offer. */
export function methodNotAllowed(allowed: string): Handler {
  return (c) => {
    c.header('allow', allowed)
    return problemResponse(c, new SimulatorProblem('METHOD_NOT_ALLOWED', `Use ${allowed}.`))
  }
}
