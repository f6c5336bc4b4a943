import { ActivityFailure } from '@temporalio/workflow'
import { plainText } from '@/lib/packet/text'

/** Characters that are kept. */
const most = 300

/** The message of an activity's failure without its wrappers, cleaned, because other services may have written it. */
export function errorText(error: unknown): string {
  return plainText(messageOf(error), most) ?? 'an error without a message'
}

function messageOf(error: unknown): string {
  if (error instanceof ActivityFailure && error.cause !== undefined) return error.cause.message
  return error instanceof Error ? error.message : String(error)
}
