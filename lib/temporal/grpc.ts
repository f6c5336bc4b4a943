/** What gRPC reports of a call to Temporal. */
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
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const

/** The client wraps what gRPC reports: the code is somewhere among the causes. Null where there is none. */
export function grpcCodeOf(error: unknown): number | null {
  if (isGrpcServiceError(error)) return error.code
  return error instanceof Error && error.cause !== undefined ? grpcCodeOf(error.cause) : null
}
