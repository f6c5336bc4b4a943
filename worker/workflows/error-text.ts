import { ActivityFailure } from '@temporalio/workflow'
import { plainText } from '@/lib/packet/text'

/** Characters. */
const most = 300

/** The message of what went wrong in an activity, without the layers around it. Other services may have written it. */
export function errorText(error: unknown): string {
  return plainText(messageOf(error), most) ?? 'an error without a message'
}

function messageOf(error: unknown): string {
  if (error instanceof ActivityFailure && error.cause !== undefined) return error.cause.message
  return error instanceof Error ? error.message : String(error)
}
