import 'server-only'
import { type Problem, type ProblemCode, problems } from '@/lib/contract/problem'

export interface ApiErrorOptions {
  errors?: { path: string; message: string }[]
  headers?: Record<string, string>
  cause?: unknown
}

/**
 * The bundler loads this module twice, for pages and for routes. The symbol lets each copy recognise the other's
 * errors.
 */
const mark = Symbol.for('waybill.ApiError')

/** A refusal with a code of the closed list. `detail` says what is wrong and what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly [mark] = true
  readonly code: ProblemCode
  readonly errors: ApiErrorOptions['errors']
  readonly headers: Record<string, string>

  constructor(code: ProblemCode, detail: string, options: ApiErrorOptions = {}) {
    super(detail, { cause: options.cause })
    this.code = code
    this.errors = options.errors
    this.headers = options.headers ?? {}
  }

  static override [Symbol.hasInstance](value: unknown): value is ApiError {
    return typeof value === 'object' && value !== null && mark in value
  }

  get status(): number {
    return problems[this.code].status
  }

  toProblem(instance?: string): Problem {
    const { status, title } = problems[this.code]
    return {
      type: 'about:blank',
      title,
      status,
      code: this.code,
      detail: this.message,
      ...(instance !== undefined && { instance }),
      ...(this.errors !== undefined && { errors: this.errors }),
    }
  }
}

/** True for an `ApiError`. A batched call may reject with the same `ApiError` for all its callers. */
export function isApiError(error: unknown): boolean {
  return error instanceof ApiError
}

/** A refusal for a rule that a schema cannot express. @param path of the field at fault */
export function fieldRefused({ path, message }: { path: string; message: string }): ApiError {
  return new ApiError('INVALID_REQUEST', `${path}: ${message}`, { errors: [{ path, message }] })
}
