import 'server-only'
import type { ApiError } from '@/lib/server/api-error'

/** Up to here, compressing an answer takes longer than sending it as it is. */
const smallLength = 2000

interface Init {
  status?: number
  headers?: Record<string, string>
}

export function json(value: unknown, { status = 200, headers }: Init = {}): Response {
  const body = JSON.stringify(value)
  return new Response(body, {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': body.length <= smallLength ? 'no-store, no-transform' : 'no-store',
      ...headers,
    },
  })
}

export function problem(error: ApiError, instance?: string): Response {
  const headers = { ...error.headers, 'Content-Type': 'application/problem+json' }
  return json(error.toProblem(instance), { status: error.status, headers })
}
