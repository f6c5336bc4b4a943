/** gRPC status codes of calls to Temporal. */
import { isGrpcServiceError } from '@temporalio/client'

/** Status codes by their names in its specification. */
export const grpc = {
  CANCELLED: 1,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const

/** The gRPC status code in an error or its causes, because the client wraps it; null without one. */
export function grpcCodeOf(error: unknown): number | null {
  if (isGrpcServiceError(error)) return error.code
  return error instanceof Error && error.cause !== undefined ? grpcCodeOf(error.cause) : null
}
