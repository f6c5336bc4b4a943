/** What a failed call to Temporal means. */
import 'server-only'
import { isGrpcServiceError } from '@temporalio/client'
import { WorkflowNotFoundError } from '@temporalio/common'
import { ApiError } from '@/lib/server/api-error'
import { saysDiskIsFull } from '@/lib/temporal/trouble'
import { SilenceError } from './silence'

/** The codes of gRPC that matter here, by their names in its specification. */
const grpc = {
  CANCELLED: 1,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  ABORTED: 10,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const

/** The client wraps what gRPC reports; the code is somewhere among the causes. What we have judged has a code of ours. */
function codeOf(error: unknown): number | null {
  if (error instanceof ApiError) return null
  if (isGrpcServiceError(error)) return error.code
  return error instanceof Error && error.cause !== undefined ? codeOf(error.cause) : null
}

/** A moment later it may well work; every change carries a request id, so that it is never made twice. */
export function isPassing(code: number): boolean {
  return code === grpc.UNAVAILABLE || code === grpc.ABORTED
}

/** Temporal could not be reached, or did not answer in time. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof SilenceError) return true
  const code = codeOf(error)
  return code === grpc.UNAVAILABLE || code === grpc.DEADLINE_EXCEEDED
}

/** Temporal does not take our credentials, or not for this. */
export function isForbidden(error: unknown): boolean {
  const code = codeOf(error)
  return code === grpc.PERMISSION_DENIED || code === grpc.UNAUTHENTICATED
}

/** Its answers come, but nothing new can be kept. */
export function isDiskFull(error: unknown): boolean {
  return saysDiskIsFull(messageOf(error))
}

/** Temporal answered that it did not take this now: it has too much to do, or the workflow is just closing. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === grpc.RESOURCE_EXHAUSTED
}

/** We ended the call ourselves, so it tells nothing of the server. */
export function isAborted(error: unknown): boolean {
  return codeOf(error) === grpc.CANCELLED
}

/** No such workflow, or one that has closed and hears no signal any more. */
export function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || codeOf(error) === grpc.NOT_FOUND
}

export function isInvalidArgument(error: unknown): boolean {
  return codeOf(error) === grpc.INVALID_ARGUMENT
}

/** Namespace or search attributes are missing: the set-up has not run, or the settings name another namespace. */
export function isSetUpMissing(error: unknown): boolean {
  if (isNotFound(error)) return /namespace .*not found/i.test(messageOf(error))
  return isInvalidArgument(error) && /search attribute/i.test(messageOf(error))
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : `${error.message} ${messageOf(error.cause)}`
}
