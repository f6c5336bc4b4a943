import { ActivityFailure } from '@temporalio/workflow'

/** The message of what went wrong in an activity, without the layers around it. */
export function errorText(error: unknown): string {
  if (error instanceof ActivityFailure && error.cause !== undefined) return error.cause.message
  return error instanceof Error ? error.message : String(error)
}
