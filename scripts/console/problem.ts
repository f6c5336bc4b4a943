import { EnvError } from '@/lib/contract/env'

/** Something the user can act on: its message is a whole sentence and is shown without a stack. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

/** What to show for a failure: the sentence of a Problem, the stack of a mistake of ours. */
export function describeFailure(error: unknown): string {
  if (error instanceof Problem || error instanceof EnvError) return error.message
  if (error instanceof Error) return error.stack ?? error.message
  return String(error)
}
